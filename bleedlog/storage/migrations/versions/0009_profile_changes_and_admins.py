"""What a profile said before it was corrected; and who runs a clinic's staff sees no entry.

The old words are kept beside the diary, since the audit must not hold what people wrote. They go
with the diary: on PostgreSQL by a function, because the application's role removes nothing.

What a clinic recorded stays the clinic's, which for the walls were all who work there. Its admin has
no need of it: now they are those who may see its people.
"""

import sqlalchemy as sa
from alembic import op

from bleedlog.storage.migrations.protection import is_postgresql, protect, unprotect

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FIELDS = (
    "name", "born", "nhs_number", "hospital_number", "severity", "product", "usual_dose_iu", "zone",
    "centre",
)  # fmt: skip
# Whoever calls it removes only what an erased diary left: such a diary has no name any more.
ERASE = """
    CREATE FUNCTION bleedlog_erase_profile_changes(diary uuid)
    RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        DELETE FROM {schema}.profile_change c USING {schema}.patient p
        WHERE c.patient_id = diary AND p.id = diary AND p.erased_at IS NOT NULL AND p.name = ''
    $$
"""
OF_TREATING_CLINIC = "clinic_id IN (SELECT bleedlog_treating_clinics())"
OF_CLINIC = "clinic_id IN (SELECT bleedlog_clinics())"
TREATING = """
    CREATE FUNCTION bleedlog_treating_clinics()
    RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER ROWS 5
    SET search_path = pg_catalog, pg_temp AS $$
        SELECT clinic_id FROM {schema}.membership
        WHERE user_id = {schema}.bleedlog_viewer() AND ended_at IS NULL
            AND role IN ('clinician', 'viewer')
    $$
"""
OF_CLINICS = ("entry", "entry_revision", "consent")
"""The tables of which a clinic's own rows are its own to see."""
SEEN = "patient_id IN (SELECT bleedlog_diaries())"


def upgrade() -> None:
    """Expand."""
    _make_table()
    if not is_postgresql():
        return
    schema = op.get_bind().exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    protect("profile_change", see=SEEN, add=f"by_user = (SELECT bleedlog_viewer()) AND {SEEN}")
    for function in (ERASE, TREATING):
        op.execute(function.format(schema=schema))
    for name in ("bleedlog_erase_profile_changes(uuid)", "bleedlog_treating_clinics()"):
        op.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    for table in OF_CLINICS:
        op.execute(f"ALTER POLICY seeing ON {table} USING ({SEEN} OR {OF_TREATING_CLINIC})")


def _make_table() -> None:
    words = ", ".join(f"'{word}'" for word in FIELDS)
    op.create_table(
        "profile_change",
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("before", sa.String(length=120), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user", sa.Uuid(), nullable=True),
        sa.Column("acting_as", sa.String(length=32), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(f'"field" IN ({words})', name="field_is_a_word"),
        sa.CheckConstraint('length("before") <= 120', name="before_within_limits"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.PrimaryKeyConstraint("patient_id", "id"),
    )
    op.create_index("profile_change_by_time", "profile_change", ["patient_id", "at"])


def downgrade() -> None:
    """Take it back."""
    if is_postgresql():
        for table in OF_CLINICS:
            op.execute(f"ALTER POLICY seeing ON {table} USING ({SEEN} OR {OF_CLINIC})")
        op.execute("DROP FUNCTION bleedlog_treating_clinics()")
        op.execute("DROP FUNCTION bleedlog_erase_profile_changes(uuid)")
        unprotect("profile_change")
    op.drop_index("profile_change_by_time", "profile_change")
    op.drop_table("profile_change")
