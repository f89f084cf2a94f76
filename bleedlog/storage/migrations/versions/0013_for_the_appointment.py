"""For the appointment: the person's questions, and the date that their clinic set.

Both go with an erased diary: on PostgreSQL by a function, because the application's role removes
nothing of a diary.
"""

import sqlalchemy as sa
from alembic import op

from bleedlog.storage.migrations.protection import is_postgresql, protect, unprotect

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

PARTS = ("patient", "carer", "clinic", "console")
# Whoever calls it removes only what an erased diary left: such a diary has no name any more.
ERASE = """
    CREATE FUNCTION bleedlog_erase_for_appointments(diary uuid)
    RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        DELETE FROM {schema}.question q USING {schema}.patient p
        WHERE q.patient_id = diary AND p.id = diary AND p.erased_at IS NOT NULL AND p.name = '';
        DELETE FROM {schema}.appointment a USING {schema}.patient p
        WHERE a.patient_id = diary AND p.id = diary AND p.erased_at IS NOT NULL AND p.name = ''
    $$
"""
SEEN = "patient_id IN (SELECT bleedlog_diaries())"
IN_OWN_NAME = "by_user = (SELECT bleedlog_viewer())"
OF_TREATING_CLINIC = "clinic_id IN (SELECT bleedlog_treating_clinics())"


def upgrade() -> None:
    """Expand."""
    _make_tables()
    if not is_postgresql():
        return
    schema = op.get_bind().exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    of_clinic = f"(clinic_id IS NULL OR {OF_TREATING_CLINIC})"
    protect("question", see=SEEN, add=f"{IN_OWN_NAME} AND {SEEN} AND {of_clinic}")
    mine = f"{SEEN} AND {OF_TREATING_CLINIC}"
    protect("appointment", see=SEEN, add=mine, change=mine)
    op.execute(ERASE.format(schema=schema))
    op.execute("REVOKE ALL ON FUNCTION bleedlog_erase_for_appointments(uuid) FROM PUBLIC")


def _make_tables() -> None:
    parts = ", ".join(f"'{word}'" for word in PARTS)
    op.create_table(
        "question",
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user", sa.Uuid(), nullable=True),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.CheckConstraint('"revision" >= 1', name="revision_within_limits"),
        sa.CheckConstraint('"seq" >= 1', name="seq_within_limits"),
        sa.CheckConstraint(f'"entered_by" IN ({parts})', name="entered_by_is_a_word"),
        sa.CheckConstraint('length("text") <= 500', name="text_within_limits"),
        sa.ForeignKeyConstraint(["patient_id"], ["diary.patient_id"]),
        sa.PrimaryKeyConstraint("patient_id", "id", "revision"),
    )
    op.create_table(
        "appointment",
        sa.Column("start", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("start_day", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('length("start") <= 16', name="start_within_limits"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["diary.patient_id"]),
        sa.PrimaryKeyConstraint("patient_id", "id"),
    )
    op.create_index("appointment_by_clinic", "appointment", ["clinic_id"])


def downgrade() -> None:
    """Take it back; questions and appointments are gone."""
    if is_postgresql():
        op.execute("DROP FUNCTION bleedlog_erase_for_appointments(uuid)")
        unprotect("appointment")
        unprotect("question")
    op.drop_index("appointment_by_clinic", "appointment")
    op.drop_table("appointment")
    op.drop_table("question")
