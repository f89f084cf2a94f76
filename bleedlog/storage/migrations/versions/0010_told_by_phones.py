"""What phones tell later: by which clock, and the other state of what was changed in two places.

A state that waited on a phone keeps the phone's clock, its offset and its zone, and the number by
which the phone knows the deed, so that it is known again. Of an entry that was changed elsewhere
meanwhile, `entry_conflict` keeps the phone's state until somebody chooses. Erasing a diary erases
that, too.
"""

import sqlalchemy as sa
from alembic import op

from bleedlog.storage.migrations.protection import is_postgresql, protect, unprotect

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SEEN = "patient_id IN (SELECT bleedlog_diaries())"
KEPT = """
    SELECT r.id FROM {schema}.entry_revision r
    JOIN {schema}.entry e ON e.patient_id = r.patient_id AND e.id = r.id
    WHERE r.patient_id = diary AND r.revision = 1 AND r.entered_by = 'clinic'
        AND e.kind NOT IN ('adjudication', 'review')
"""
ERASE_DIARY = """
        RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER {search} AS $$
        DECLARE
            viewer uuid := {schema}.bleedlog_viewer();
            kept uuid[];
        BEGIN
            -- Whoever logs at this moment waits, and then finds it closed.
            PERFORM FROM {schema}.diary d WHERE d.patient_id = diary FOR UPDATE;
            IF NOT pg_has_role(session_user, current_user, 'MEMBER') AND NOT EXISTS (
                SELECT FROM {schema}.access a
                WHERE a.patient_id = diary AND a.user_id = viewer AND a.revoked_at IS NULL
                    AND (a.role = 'patient' OR (a.role = 'carer_manage' AND NOT EXISTS (
                        SELECT FROM {schema}.access o
                        WHERE o.patient_id = diary AND o.role = 'patient' AND o.revoked_at IS NULL
                    )))
            ) THEN
                RAISE EXCEPTION 'only the person whose it is erases a diary'
                    USING ERRCODE = 'insufficient_privilege';
            END IF;
            UPDATE {schema}.patient SET erased_at = coalesce(erased_at, now()) WHERE id = diary;
            UPDATE {schema}.access SET revoked_at = now()
            WHERE patient_id = diary AND revoked_at IS NULL;
            UPDATE {schema}.emergency_look SET until = now()
            WHERE patient_id = diary AND until > now() AND since < now();
            DELETE FROM {schema}.api_token WHERE patient_id = diary;
            DELETE FROM {schema}.invitation WHERE patient_id = diary;
            IF EXISTS (
                SELECT FROM {schema}.legal_hold h
                WHERE h.patient_id = diary AND h.lifted_at IS NULL
            ) THEN
                RETURN false;
            END IF;
            kept := ARRAY({kept});
            {conflicts}
            DELETE FROM {schema}.photo WHERE patient_id = diary AND entry_id <> ALL (kept);
            UPDATE {schema}.entry SET same_as = NULL, treats = NULL
            WHERE patient_id = diary AND id = ANY (kept)
                AND (same_as IS NOT NULL OR treats IS NOT NULL);
            DELETE FROM {schema}.entry_revision WHERE patient_id = diary AND id <> ALL (kept);
            DELETE FROM {schema}.entry WHERE patient_id = diary AND id <> ALL (kept);
            UPDATE {schema}.consent c SET kept_name = NULL, kept_born = NULL,
                kept_nhs_number = NULL, kept_hospital_number = NULL
            WHERE c.patient_id = diary AND NOT EXISTS (
                SELECT FROM {schema}.entry e
                WHERE e.patient_id = diary AND e.clinic_id = c.clinic_id
            );
            UPDATE {schema}.patient SET name = '', born = NULL, nhs_number = NULL,
                hospital_number = NULL, severity = NULL, product = NULL, usual_dose_iu = NULL,
                risk_flag = false, centre_id = NULL
            WHERE id = diary;
            RETURN true;
        END
        $$
    """
CONFLICTS = "DELETE FROM {schema}.entry_conflict WHERE patient_id = diary;"


def upgrade() -> None:
    """Expand."""
    op.add_column("entry_revision", sa.Column("item_id", sa.Uuid(), nullable=True))
    op.add_column(
        "entry_revision", sa.Column("phone_at", sa.DateTime(timezone=True), nullable=True)
    )
    # With its CHECK in the column, so that SQLite need not write the table anew.
    op.execute(
        "ALTER TABLE entry_revision ADD COLUMN phone_zone VARCHAR(64)"
        ' CONSTRAINT phone_zone_within_limits CHECK (length("phone_zone") <= 64)'
    )
    op.add_column("entry_revision", sa.Column("clock_offset", sa.BigInteger(), nullable=True))
    op.add_column(
        "entry", sa.Column("check_time", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "entry_conflict",
        sa.Column("phone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("phone_zone", sa.String(length=64), nullable=True),
        sa.Column("clock_offset", sa.BigInteger(), nullable=True),
        sa.Column("seen_revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("check_time", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user", sa.Uuid(), nullable=True),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=True),
        sa.Column("kept", sa.String(length=32), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.CheckConstraint('length("phone_zone") <= 64', name="phone_zone_within_limits"),
        sa.CheckConstraint('"seen_revision" >= 0', name="seen_revision_within_limits"),
        sa.CheckConstraint(
            "\"entered_by\" IN ('patient', 'carer', 'clinic', 'console')",
            name="entered_by_is_a_word",
        ),
        sa.CheckConstraint("\"kept\" IN ('standing', 'other')", name="kept_is_a_word"),
        sa.CheckConstraint("(settled_at IS NULL) = (kept IS NULL)", name="settled_by_a_choice"),
        sa.ForeignKeyConstraint(
            ["patient_id", "entry_id"],
            ["entry.patient_id", "entry.id"],
            name="entry_is_in_the_diary",
        ),
        sa.PrimaryKeyConstraint("patient_id", "id"),
    )
    op.create_index("entry_conflict_of_entry", "entry_conflict", ["patient_id", "entry_id"])
    if is_postgresql():
        protect("entry_conflict", see=SEEN, add=SEEN, change=SEEN)
        _erase_diaries(CONFLICTS)


def _erase_diaries(conflicts: str) -> None:
    schema = op.get_bind().exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    body = ERASE_DIARY.format(
        schema=schema,
        search="SET search_path = pg_catalog, pg_temp",
        kept=KEPT.format(schema=schema),
        conflicts=conflicts.format(schema=schema),
    )
    # Who may call it stays as it was.
    op.execute(f"CREATE OR REPLACE FUNCTION bleedlog_erase_diary(diary uuid) {body}")


def downgrade() -> None:
    """Take it back; states that nobody chose yet are lost."""
    if is_postgresql():
        _erase_diaries("")
        unprotect("entry_conflict")
    op.drop_table("entry_conflict")
    op.drop_column("entry", "check_time")
    for name in ("clock_offset", "phone_zone", "phone_at", "item_id"):
        op.drop_column("entry_revision", name)
