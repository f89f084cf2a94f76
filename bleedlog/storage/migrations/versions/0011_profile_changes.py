"""What a profile said before it was corrected.

Kept beside the diary, since the audit must not hold what people wrote. It goes with the diary: on
PostgreSQL by a function, because the application's role removes nothing.
"""

import sqlalchemy as sa
from alembic import op

from bleedlog.storage.migrations.protection import is_postgresql, protect, unprotect

revision = "0011"
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


def upgrade() -> None:
    """Make the table."""
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
    if not is_postgresql():
        return
    seen = "patient_id IN (SELECT bleedlog_diaries())"
    in_own_name = "by_user = (SELECT bleedlog_viewer())"
    protect("profile_change", see=seen, add=f"{in_own_name} AND {seen}")
    schema = op.get_bind().exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    op.execute(ERASE.format(schema=schema))
    op.execute("REVOKE ALL ON FUNCTION bleedlog_erase_profile_changes(uuid) FROM PUBLIC")


def downgrade() -> None:
    """Take it away."""
    if is_postgresql():
        op.execute("DROP FUNCTION bleedlog_erase_profile_changes(uuid)")
        unprotect("profile_change")
    op.drop_index("profile_change_by_time", "profile_change")
    op.drop_table("profile_change")
