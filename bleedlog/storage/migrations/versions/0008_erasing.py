"""Erasing a diary and an account, on PostgreSQL by functions.

The application's role may remove no entry, so that no fault of ours can. These two functions do it
with the owner's rights, for the person whose it is and nobody else, and never against a legal hold.
SQLite has no roles: there `storage.erasing` does the same by itself.
"""

from alembic import op

from bleedlog.storage.migrations.protection import is_postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEPT = """
    SELECT r.id FROM {schema}.entry_revision r
    JOIN {schema}.entry e ON e.patient_id = r.patient_id AND e.id = r.id
    WHERE r.patient_id = diary AND r.revision = 1 AND r.entered_by = 'clinic'
        AND e.kind NOT IN ('adjudication', 'review')
"""
FUNCTIONS = {
    # Close a diary for everybody, and erase it unless it is held; whether it was erased.
    "bleedlog_erase_diary(diary uuid)": """
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
    """,
    # Erase the viewer's own account: what lets them in, and who they are.
    "bleedlog_erase_account()": """
        RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER {search} AS $$
        DECLARE
            viewer uuid := {schema}.bleedlog_viewer();
        BEGIN
            DELETE FROM {schema}.api_token WHERE user_id = viewer;
            DELETE FROM {schema}.invitation WHERE invited_by = viewer AND accepted_at IS NULL;
            DELETE FROM {schema}.sign_in_session WHERE user_id = viewer;
            DELETE FROM {schema}.known_device WHERE user_id = viewer;
            DELETE FROM {schema}.account_code WHERE user_id = viewer;
            DELETE FROM {schema}.recovery_code WHERE user_id = viewer;
            DELETE FROM {schema}.second_factor WHERE user_id = viewer;
            DELETE FROM {schema}.passkey WHERE user_id = viewer;
            DELETE FROM {schema}.provider_identity WHERE user_id = viewer;
            UPDATE {schema}.access SET revoked_at = now()
            WHERE user_id = viewer AND revoked_at IS NULL;
            UPDATE {schema}.app_user SET
                email = 'gone-' || id::text || '@gone.invalid', password_hash = NULL,
                email_confirmed_at = NULL, disabled_at = now(),
                -- Who looked for a clinic stays known as long as the looks are on record.
                name = CASE WHEN EXISTS (
                    SELECT FROM {schema}.membership m WHERE m.user_id = viewer
                ) THEN name ELSE '' END
            WHERE id = viewer;
        END
        $$
    """,
}


def upgrade() -> None:
    """Make them."""
    if not is_postgresql():
        return
    schema = op.get_bind().exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    search = "SET search_path = pg_catalog, pg_temp"
    kept = KEPT.format(schema=schema)
    for name, body in FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {name} {body.format(schema=schema, search=search, kept=kept)}")
        op.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")


def downgrade() -> None:
    """Take them away."""
    if is_postgresql():
        op.execute("DROP FUNCTION bleedlog_erase_diary(uuid)")
        op.execute("DROP FUNCTION bleedlog_erase_account()")
