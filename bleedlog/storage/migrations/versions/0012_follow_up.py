"""Following up: how often a centre wants which test, and the dates that it confirmed.

Confirmed dates go with an erased diary: on PostgreSQL by a function, because the application's role
removes nothing of a diary.
"""

import sqlalchemy as sa
from alembic import op

from bleedlog.storage.migrations.protection import is_postgresql, protect, unprotect

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TESTS = ("liver", "fix", "ultrasound", "afp")
UNITS = ("week", "month")
# Whoever calls it removes only what an erased diary left: such a diary has no name any more.
ERASE = """
    CREATE FUNCTION bleedlog_erase_follow_ups(diary uuid)
    RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        DELETE FROM {schema}.follow_up f USING {schema}.patient p
        WHERE f.patient_id = diary AND p.id = diary AND p.erased_at IS NOT NULL AND p.name = ''
    $$
"""
OF_TREATING_CLINIC = "clinic_id IN (SELECT bleedlog_treating_clinics())"
SEEN = "patient_id IN (SELECT bleedlog_diaries())"


def upgrade() -> None:
    """Expand."""
    _make_tables()
    if not is_postgresql():
        return
    schema = op.get_bind().exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    mine = f"{SEEN} AND {OF_TREATING_CLINIC}"
    protect("follow_up", see=SEEN, add=mine, change=mine)
    protect("clinic_step", see=OF_TREATING_CLINIC, add=OF_TREATING_CLINIC)
    op.execute(f"CREATE POLICY removing ON clinic_step FOR DELETE USING ({OF_TREATING_CLINIC})")
    op.execute(ERASE.format(schema=schema))
    op.execute("REVOKE ALL ON FUNCTION bleedlog_erase_follow_ups(uuid) FROM PUBLIC")


def _make_tables() -> None:
    tests = ", ".join(f"'{word}'" for word in TESTS)
    units = ", ".join(f"'{word}'" for word in UNITS)
    op.create_table(
        "clinic_step",
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("test", sa.String(length=32), nullable=False),
        sa.Column("from_month", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            '"from_month" >= 0 AND "from_month" <= 600', name="from_month_within_limits"
        ),
        sa.CheckConstraint('"every" >= 1 AND "every" <= 60', name="every_within_limits"),
        sa.CheckConstraint(f'"unit" IN ({units})', name="unit_is_a_word"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"]),
        sa.PrimaryKeyConstraint("clinic_id", "test", "from_month"),
    )
    op.create_table(
        "follow_up",
        sa.Column("test", sa.String(length=32), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("week", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f'"test" IN ({tests})', name="test_is_a_word"),
        sa.CheckConstraint("week IS NOT NULL OR done_on IS NOT NULL", name="is_due_or_done"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["diary.patient_id"]),
        sa.PrimaryKeyConstraint("patient_id", "id"),
    )
    op.create_index("follow_up_by_clinic", "follow_up", ["clinic_id"])


def downgrade() -> None:
    """Take it back; confirmed dates and centres' own intervals are gone."""
    if is_postgresql():
        op.execute("DROP FUNCTION bleedlog_erase_follow_ups(uuid)")
        op.execute("DROP POLICY removing ON clinic_step")
        unprotect("clinic_step")
        unprotect("follow_up")
    op.drop_index("follow_up_by_clinic", "follow_up")
    op.drop_table("follow_up")
    op.drop_table("clinic_step")
