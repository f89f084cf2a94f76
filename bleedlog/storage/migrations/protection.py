"""Row-level security of one table, for migrations on PostgreSQL.

Every table with a `patient_id` needs it; a test reads the database's catalogue and says which has
none. The conditions are SQL about a row; the functions that they may ask stand in migration 0005.
"""

from alembic import op

POLICIES = ("of_owner", "seeing", "adding", "changing")


def is_postgresql() -> bool:
    """Whether this migration runs on PostgreSQL."""
    return op.get_bind().dialect.name == "postgresql"


def protect(
    table: str,
    *,
    see: str,
    add: str | None = None,
    change: str | None = None,
    changed: str | None = None,
) -> None:
    """Force row-level security on a table: nobody but its owner does what is not said here.

    Args:
        table: Its name.
        see: Which rows a viewer sees.
        add: Which they may add; none if it is not said.
        change: Which they may change; none if it is not said.
        changed: How a row may be afterwards; as `change` says if it is not said.
    """
    policies = {"seeing": f"FOR SELECT USING ({see})"}
    if add is not None:
        policies["adding"] = f"FOR INSERT WITH CHECK ({add})"
    if change is not None:
        after = changed if changed is not None else change
        policies["changing"] = f"FOR UPDATE USING ({change}) WITH CHECK ({after})"
    op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    op.execute(f'CREATE POLICY of_owner ON "{table}" TO CURRENT_USER USING (true)')
    for name, rule in policies.items():
        op.execute(f'CREATE POLICY {name} ON "{table}" {rule}')


def unprotect(table: str) -> None:
    """Take it off again."""
    for name in POLICIES:
        op.execute(f'DROP POLICY IF EXISTS {name} ON "{table}"')
    op.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
    op.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
