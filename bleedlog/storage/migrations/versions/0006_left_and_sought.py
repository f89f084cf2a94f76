"""Who stopped sharing, as the clinic knew them; whom a clinician seeks in an emergency.

A clinic keeps the name, birth and numbers that somebody had on the day when they stopped sharing:
it needs them for its own records, and nothing that the person writes later is its business. So the
wall that let its staff see the person's profile for that comes down.

A clinician who seeks somebody in an emergency sees whom a whole NHS number or a date of birth
fits, in a transaction that says which:

    bleedlog.sought_number   the NHS number
    bleedlog.sought_born     the date of birth, as 1984-03-01
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bleedlog.storage.migrations.protection import is_postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEPT: dict[str, Any] = {
    "kept_name": sa.String(length=120),
    "kept_born": sa.Date(),
    "kept_nhs_number": sa.String(length=10),
    "kept_hospital_number": sa.String(length=40),
}
KNOWN_TO_ADMINS = """
    SELECT e.patient_id FROM {schema}.membership m
    CROSS JOIN LATERAL (
        SELECT DISTINCT d.patient_id FROM {schema}.diary_event d
        WHERE d.clinic_id = m.clinic_id
    ) e
    WHERE m.user_id = {schema}.bleedlog_viewer() AND m.ended_at IS NULL AND m.role = 'admin'
"""
LEFT = """
    UNION ALL
    SELECT c.patient_id
    FROM {schema}.membership m JOIN {schema}.consent c ON c.clinic_id = m.clinic_id
    WHERE m.user_id = {schema}.bleedlog_viewer() AND m.ended_at IS NULL
        AND m.role IN ('clinician', 'viewer') AND c.withdrawn_at IS NOT NULL
        AND EXISTS (
            SELECT FROM {schema}.entry e
            WHERE e.patient_id = c.patient_id AND e.clinic_id = c.clinic_id
        )
"""
SOUGHT = """
    erased_at IS NULL
    AND (
        nhs_number = nullif(current_setting('bleedlog.sought_number', true), '')
        OR born = nullif(current_setting('bleedlog.sought_born', true), '')::date
    )
    AND EXISTS (
        SELECT FROM membership m
        WHERE m.user_id = (SELECT bleedlog_viewer()) AND m.ended_at IS NULL
            AND m.role = 'clinician'
    )
"""


def upgrade() -> None:
    """Expand."""
    for name, kind in KEPT.items():
        op.add_column("consent", sa.Column(name, kind, nullable=True))
    # Who stopped before is kept as they are known today.
    op.execute("""
        UPDATE consent SET
            kept_name = (SELECT name FROM patient WHERE id = patient_id),
            kept_born = (SELECT born FROM patient WHERE id = patient_id),
            kept_nhs_number = (SELECT nhs_number FROM patient WHERE id = patient_id),
            kept_hospital_number = (SELECT hospital_number FROM patient WHERE id = patient_id)
        WHERE withdrawn_at IS NOT NULL
    """)
    if is_postgresql():
        _let_know(KNOWN_TO_ADMINS)
        op.execute(f"CREATE POLICY seeking ON patient FOR SELECT USING ({SOUGHT})")


def _let_know(query: str) -> None:
    schema = op.get_bind().exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    op.execute(f"""
        CREATE OR REPLACE FUNCTION bleedlog_known_patients()
        RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
        SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            RETURN QUERY {query.format(schema=schema)};
        END
        $$
    """)


def downgrade() -> None:
    """Take it back."""
    if is_postgresql():
        op.execute("DROP POLICY seeking ON patient")
        _let_know(KNOWN_TO_ADMINS + LEFT)
    for name in KEPT:
        op.drop_column("consent", name)
