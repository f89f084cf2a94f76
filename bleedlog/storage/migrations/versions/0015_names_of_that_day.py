"""Names of that day: of who stopped sharing, and of who looked.

The list of who looked named people as they are called today: what somebody is called after they
left is nothing that the clinic may learn. So the wall around the profile closes for them, and a
function tells the names that the clinic kept; an admin sees nothing else of a consent.

What whoever looked was called then stands in the events of their account, found by an index of
those few alone.
"""

import sqlalchemy as sa
from alembic import op

from bleedlog.storage.migrations.protection import is_postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KNOWN_TO_ADMINS = """
    SELECT e.patient_id FROM {schema}.membership m
    CROSS JOIN LATERAL (
        SELECT DISTINCT d.patient_id FROM {schema}.diary_event d
        WHERE d.clinic_id = m.clinic_id
    ) e
    WHERE m.user_id = {schema}.bleedlog_viewer() AND m.ended_at IS NULL AND m.role = 'admin'
"""
STILL_THERE = """
        AND NOT EXISTS (
            SELECT FROM {schema}.consent c
            WHERE c.patient_id = e.patient_id AND c.clinic_id = m.clinic_id
                AND c.withdrawn_at IS NOT NULL
        )
"""
LEFT = """
    CREATE FUNCTION bleedlog_left()
    RETURNS TABLE (patient_id uuid, clinic_id uuid, kept_name text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        SELECT c.patient_id, c.clinic_id, c.kept_name::text FROM {schema}.consent c
        WHERE c.withdrawn_at IS NOT NULL
            AND c.clinic_id IN (SELECT {schema}.bleedlog_run_clinics())
    $$
"""


def upgrade() -> None:
    """Expand."""
    was_called = sa.text("substr(detail, 1, 10) = 'name, was '")
    op.create_index(
        "account_event_of_names",
        "account_event",
        ["user_id", "at"],
        sqlite_where=was_called,
        postgresql_where=was_called,
    )
    if not is_postgresql():
        return
    op.execute(LEFT.format(schema=_schema()))
    op.execute("REVOKE ALL ON FUNCTION bleedlog_left() FROM PUBLIC")
    _let_know(KNOWN_TO_ADMINS + STILL_THERE)


def _schema() -> str:
    found: str = op.get_bind().exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    return found


def _let_know(query: str) -> None:
    op.execute(f"""
        CREATE OR REPLACE FUNCTION bleedlog_known_patients()
        RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
        SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            RETURN QUERY {query.format(schema=_schema())};
        END
        $$
    """)


def downgrade() -> None:
    """Take it back."""
    op.drop_index("account_event_of_names", "account_event")
    if not is_postgresql():
        return
    _let_know(KNOWN_TO_ADMINS)
    op.execute("DROP FUNCTION bleedlog_left()")
