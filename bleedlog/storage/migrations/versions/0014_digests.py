"""Digests: what a clinic's worklist says of each diary, kept until the diary changes.

They go with an erased diary: on PostgreSQL by a function, because the application's role removes
nothing of a diary.
"""

import sqlalchemy as sa
from alembic import op

from bleedlog.storage.migrations.protection import is_postgresql, protect, unprotect

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SEEN = "patient_id IN (SELECT bleedlog_diaries())"
# Whoever calls it removes only what an erased diary left: such a diary has no name any more.
ERASE = """
    CREATE FUNCTION bleedlog_erase_digest(diary uuid)
    RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        DELETE FROM {schema}.diary_digest d USING {schema}.patient p
        WHERE d.patient_id = diary AND p.id = diary AND p.erased_at IS NOT NULL AND p.name = ''
    $$
"""


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "diary_digest",
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("good_until", sa.Date(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.CheckConstraint('"last_seq" >= 0', name="last_seq_within_limits"),
        sa.CheckConstraint('"edition" >= 1', name="edition_within_limits"),
        sa.ForeignKeyConstraint(["patient_id"], ["diary.patient_id"]),
        sa.PrimaryKeyConstraint("patient_id"),
    )
    if not is_postgresql():
        return
    schema = op.get_bind().exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    protect("diary_digest", see=SEEN, add=SEEN, change=SEEN)
    op.execute(ERASE.format(schema=schema))
    op.execute("REVOKE ALL ON FUNCTION bleedlog_erase_digest(uuid) FROM PUBLIC")


def downgrade() -> None:
    """Take it back; they are worked out again when they are wanted."""
    if is_postgresql():
        op.execute("DROP FUNCTION bleedlog_erase_digest(uuid)")
        unprotect("diary_digest")
    op.drop_table("diary_digest")
