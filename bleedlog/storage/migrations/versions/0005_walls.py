"""Walls in the database itself: who sees which diary (PostgreSQL), and events that stay (both).

Row-level security repeats, below every query, what `storage.standing` says in each of them: a
viewer sees a diary as the patient, as a carer, as staff of a clinic that the patient lets look, or
while an emergency look runs. It is forced, so that it binds the tables' owner too; a policy of its
own lets the owner, who is the console, see everything. A transaction says what it is about:

    bleedlog.viewer   the user for whom it is; nobody if it is not set
    bleedlog.patient  the one diary that it is about: narrows what the viewer sees to it
    bleedlog.code     the SHA-256 of a code that whoever asks holds (an invitation, a token)

The functions that read these are run once a query, and with the owner's rights, since a policy
that asked tables with policies would go in circles.

SQLite has no such thing; there the application's own conditions stand alone.
"""

from alembic import op

from bleedlog.storage.migrations.protection import is_postgresql, protect, unprotect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

EVENTS = ("diary_event", "account_event")
YEARS = 8
"""How long an event is kept at least; as `bleedlog.models.audit.RETENTION_YEARS`."""

SEEN = "patient_id IN (SELECT bleedlog_diaries())"
MANAGED = "patient_id IN (SELECT bleedlog_managed_diaries())"
BEGUN_HERE = "bleedlog_begun_here(patient_id)"
INVITED_TO = "patient_id IN (SELECT bleedlog_invited_to())"
OF_MY_CLINIC = "clinic_id IN (SELECT bleedlog_clinics())"
OF_RUN_CLINIC = "clinic_id IN (SELECT bleedlog_run_clinics())"
MINE = "user_id = (SELECT bleedlog_viewer())"

FUNCTIONS = {
    # For whom this transaction is.
    "bleedlog_viewer()": """
        RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
            SELECT nullif(current_setting('bleedlog.viewer', true), '')::uuid
        $$
    """,
    # What the hash is of the code that whoever asks holds.
    "bleedlog_code()": """
        RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
            SELECT nullif(current_setting('bleedlog.code', true), '')
        $$
    """,
    # The diaries that the viewer sees now. Of one diary only, if the transaction is about one: then
    # it costs the same for somebody who sees thousands.
    "bleedlog_diaries()": """
        RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 {search} AS $$
        DECLARE
            viewer uuid := {schema}.bleedlog_viewer();
            only_one uuid := nullif(current_setting('bleedlog.patient', true), '')::uuid;
        BEGIN
            IF only_one IS NULL THEN
                RETURN QUERY
                SELECT a.patient_id FROM {schema}.access a
                WHERE a.user_id = viewer AND a.revoked_at IS NULL
                UNION ALL
                SELECT c.patient_id
                FROM {schema}.membership m JOIN {schema}.consent c ON c.clinic_id = m.clinic_id
                WHERE m.user_id = viewer AND m.ended_at IS NULL
                    AND m.role IN ('clinician', 'viewer') AND c.withdrawn_at IS NULL
                UNION ALL
                SELECT l.patient_id
                FROM {schema}.emergency_look l
                JOIN {schema}.membership m ON m.clinic_id = l.clinic_id AND m.user_id = l.user_id
                WHERE l.user_id = viewer AND m.ended_at IS NULL AND m.role = 'clinician'
                    AND l.until > now() AND l.since <= now() + interval '5 minutes';
            ELSE
                RETURN QUERY
                SELECT a.patient_id FROM {schema}.access a
                WHERE a.patient_id = only_one AND a.user_id = viewer AND a.revoked_at IS NULL
                UNION ALL
                SELECT c.patient_id
                FROM {schema}.membership m JOIN {schema}.consent c ON c.clinic_id = m.clinic_id
                WHERE c.patient_id = only_one AND m.user_id = viewer AND m.ended_at IS NULL
                    AND m.role IN ('clinician', 'viewer') AND c.withdrawn_at IS NULL
                UNION ALL
                SELECT l.patient_id
                FROM {schema}.emergency_look l
                JOIN {schema}.membership m ON m.clinic_id = l.clinic_id AND m.user_id = l.user_id
                WHERE l.patient_id = only_one AND l.user_id = viewer
                    AND m.ended_at IS NULL AND m.role = 'clinician'
                    AND l.until > now() AND l.since <= now() + interval '5 minutes';
            END IF;
        END
        $$
    """,
    # The diaries of which the viewer says who else may see them.
    "bleedlog_managed_diaries()": """
        RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 {search} AS $$
            SELECT patient_id FROM {schema}.access
            WHERE user_id = {schema}.bleedlog_viewer() AND revoked_at IS NULL
                AND role IN ('patient', 'carer_manage')
        $$
    """,
    # The clinics that the viewer works at.
    "bleedlog_clinics()": """
        RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 {search} AS $$
            SELECT clinic_id FROM {schema}.membership
            WHERE user_id = {schema}.bleedlog_viewer() AND ended_at IS NULL
        $$
    """,
    # Those that they run: who sees what its staff looked at.
    "bleedlog_run_clinics()": """
        RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 {search} AS $$
            SELECT clinic_id FROM {schema}.membership
            WHERE user_id = {schema}.bleedlog_viewer() AND ended_at IS NULL AND role = 'admin'
        $$
    """,
    # Of whom the viewer's clinic knows though they see no diary: the admin whom the staff looked
    # at, staff who stopped sharing while the clinic's own record of them stays.
    "bleedlog_known_patients()": """
        RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 {search} AS $$
        BEGIN
            RETURN QUERY
            SELECT e.patient_id FROM {schema}.membership m
            CROSS JOIN LATERAL (
                SELECT DISTINCT d.patient_id FROM {schema}.diary_event d
                WHERE d.clinic_id = m.clinic_id
            ) e
            WHERE m.user_id = {schema}.bleedlog_viewer() AND m.ended_at IS NULL
                AND m.role = 'admin'
            UNION ALL
            SELECT c.patient_id
            FROM {schema}.membership m JOIN {schema}.consent c ON c.clinic_id = m.clinic_id
            WHERE m.user_id = {schema}.bleedlog_viewer() AND m.ended_at IS NULL
                AND m.role IN ('clinician', 'viewer') AND c.withdrawn_at IS NOT NULL
                AND EXISTS (
                    SELECT FROM {schema}.entry e
                    WHERE e.patient_id = c.patient_id AND e.clinic_id = c.clinic_id
                );
        END
        $$
    """,
    # Whether the diary was begun in this very transaction: whoever begins one may give it to
    # themselves. A row's xmin is the transaction that wrote it, which nobody can write to.
    "bleedlog_begun_here(diary uuid)": """
        RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER {search} AS $$
            SELECT EXISTS (
                SELECT FROM {schema}.patient
                WHERE id = diary AND xmin = pg_current_xact_id_if_assigned()::xid
            )
        $$
    """,
    # Where the viewer had a part once, ended or not: who leaves a diary leaves an event there.
    "bleedlog_had_part(diary uuid)": """
        RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER {search} AS $$
            SELECT EXISTS (
                SELECT FROM {schema}.access
                WHERE patient_id = diary AND user_id = {schema}.bleedlog_viewer()
            ) OR EXISTS (
                SELECT FROM {schema}.emergency_look
                WHERE patient_id = diary AND user_id = {schema}.bleedlog_viewer()
            )
        $$
    """,
    # The diary to which an invitation leads whose code is shown: open, or taken just now.
    "bleedlog_invited_to()": """
        RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 {search} AS $$
            SELECT patient_id FROM {schema}.invitation
            WHERE code_hash = {schema}.bleedlog_code() AND patient_id IS NOT NULL
                AND revoked_at IS NULL AND expires_at > now()
                AND (accepted_at IS NULL OR xmin = pg_current_xact_id_if_assigned()::xid)
        $$
    """,
    # Whether the viewer gets that part in a diary by the invitation whose code is shown.
    "bleedlog_is_offered(diary uuid, part text)": """
        RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER {search} AS $$
            SELECT EXISTS (
                SELECT FROM {schema}.invitation
                WHERE code_hash = {schema}.bleedlog_code() AND patient_id = diary
                    AND revoked_at IS NULL AND expires_at > now()
                    AND (accepted_at IS NULL OR xmin = pg_current_xact_id_if_assigned()::xid)
                    AND CASE invited_as WHEN 'carer' THEN access_role = part
                                        WHEN 'owner' THEN part = 'patient' END
            )
        $$
    """,
    # The same with work at a clinic.
    "bleedlog_is_offered_work(clinic uuid, part text)": """
        RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER {search} AS $$
            SELECT EXISTS (
                SELECT FROM {schema}.invitation
                WHERE code_hash = {schema}.bleedlog_code() AND clinic_id = clinic
                    AND invited_as = 'staff' AND staff_role = part
                    AND revoked_at IS NULL AND expires_at > now()
                    AND (accepted_at IS NULL OR xmin = pg_current_xact_id_if_assigned()::xid)
            )
        $$
    """,
}


def upgrade() -> None:
    """Build them."""
    op.create_index("diary_event_by_clinic", "diary_event", ["clinic_id", "at"])
    _keep_events()
    if not is_postgresql():
        return
    schema = op.get_bind().exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    for name, body in FUNCTIONS.items():
        # With other rights than the caller's: every name is looked up where we put it.
        search = "SET search_path = pg_catalog, pg_temp"
        op.execute(f"CREATE FUNCTION {name} {body.format(schema=schema, search=search)}")
        op.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    _protect_diaries()
    _protect_who_sees_them()


def _keep_events() -> None:
    if is_postgresql():
        op.execute(f"""
            CREATE FUNCTION bleedlog_keep_event() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' AND OLD.at < now() - interval '{YEARS} years' THEN
                    RETURN OLD;
                END IF;
                RAISE EXCEPTION 'events are never changed, and kept for {YEARS} years'
                    USING ERRCODE = 'integrity_constraint_violation';
            END
            $$
        """)
        for table in EVENTS:
            op.execute(
                f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION bleedlog_keep_event()"
            )
            op.execute(
                f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION bleedlog_keep_event()"
            )
        return
    for table in EVENTS:
        refuse = f"SELECT RAISE(ABORT, 'events are never changed, and kept for {YEARS} years');"
        op.execute(f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} BEGIN {refuse} END")
        op.execute(
            f"CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table}"
            f" WHEN julianday(OLD.at) >= julianday('now', '-{YEARS} years') BEGIN {refuse} END"
        )


def _protect_diaries() -> None:
    may_write = f"{SEEN} OR {BEGUN_HERE}"
    protect(
        "patient",
        see="id IN (SELECT bleedlog_diaries()) OR id IN (SELECT bleedlog_invited_to())"
        " OR id IN (SELECT bleedlog_known_patients())",
        # A diary that nobody has yet shows nothing of anybody.
        add="(SELECT bleedlog_viewer()) IS NOT NULL",
        change="id IN (SELECT bleedlog_diaries())",
    )
    protect("diary", see=SEEN, add=may_write, change=SEEN)
    protect("photo", see=SEEN, add=may_write, change=SEEN)
    # What a clinic recorded stays the clinic's, whatever becomes of the consent.
    protect("entry", see=f"{SEEN} OR {OF_MY_CLINIC}", add=may_write, change=SEEN)
    protect("entry_revision", see=f"{SEEN} OR {OF_MY_CLINIC}", add=may_write)
    protect(
        "diary_event",
        see=f"{SEEN} OR {OF_RUN_CLINIC}",
        # In nobody else's name.
        add=f"by_user = (SELECT bleedlog_viewer())"
        f" AND ({may_write} OR bleedlog_had_part(patient_id))",
    )


def _protect_who_sees_them() -> None:
    protect(
        "access",
        see=f"{MINE} OR {SEEN} OR {INVITED_TO}",
        add=f"{MANAGED} OR ({MINE} AND ({BEGUN_HERE} OR bleedlog_is_offered(patient_id, role)))",
        change=f"{MINE} OR {MANAGED}",
        # Oneself without an invitation: only to leave.
        changed=f"{MANAGED} OR ({MINE} AND (revoked_at IS NOT NULL"
        " OR bleedlog_is_offered(patient_id, role)))",
    )
    protect(
        "consent",
        see=f"{OF_MY_CLINIC} OR {SEEN}",
        add=f"{MANAGED} OR {BEGUN_HERE}",
        change=MANAGED,
    )
    protect(
        "emergency_look",
        see=f"{MINE} OR {OF_RUN_CLINIC} OR {SEEN}",
        add=f"{MINE} AND {OF_MY_CLINIC} AND until <= since + interval '1 hour'"
        " AND since <= now() + interval '5 minutes'",
        change=f"{MINE} OR {MANAGED}",
        changed=f"({MINE} OR {MANAGED}) AND until <= since + interval '1 hour'",
    )
    # Held and lifted by the console alone.
    protect("legal_hold", see=SEEN)
    protect(
        "invitation",
        see="code_hash = (SELECT bleedlog_code()) OR invited_by = (SELECT bleedlog_viewer())"
        f" OR accepted_by = (SELECT bleedlog_viewer()) OR {OF_MY_CLINIC} OR {MANAGED}",
        add="invited_by = (SELECT bleedlog_viewer())"
        f" AND (patient_id IS NULL OR {MANAGED}) AND (clinic_id IS NULL OR {OF_MY_CLINIC})",
        # Whoever holds the code of an open one takes it, once.
        change="accepted_at IS NULL AND revoked_at IS NULL"
        f" AND (code_hash = (SELECT bleedlog_code()) OR {OF_MY_CLINIC} OR {MANAGED})",
        changed="revoked_at IS NOT NULL OR accepted_by = (SELECT bleedlog_viewer())",
    )
    protect(
        "api_token",
        see=f"{MINE} OR secret_hash = (SELECT bleedlog_code()) OR {MANAGED}",
        add=f"{MINE} AND {SEEN}",
        change=f"{MINE} OR secret_hash = (SELECT bleedlog_code()) OR {MANAGED}",
    )
    # No diary, but the way to many.
    protect(
        "membership",
        see="true",
        add=f"{OF_RUN_CLINIC} OR ({MINE} AND bleedlog_is_offered_work(clinic_id, role))",
        change=f"{MINE} OR {OF_RUN_CLINIC}",
        changed=f"{OF_RUN_CLINIC} OR ({MINE} AND (ended_at IS NOT NULL OR bleedlog_is_offered_work(clinic_id, role)))",
    )


PROTECTED = (
    "patient", "diary", "photo", "entry", "entry_revision", "diary_event", "access", "consent",
    "emergency_look", "legal_hold", "invitation", "api_token", "membership",
)  # fmt: skip


def downgrade() -> None:
    """Take them down."""
    op.drop_index("diary_event_by_clinic", "diary_event")
    if not is_postgresql():
        for table in EVENTS:
            op.execute(f"DROP TRIGGER {table}_stays")
            op.execute(f"DROP TRIGGER {table}_is_kept")
        return
    for table in PROTECTED:
        unprotect(table)
    for table in EVENTS:
        op.execute(f"DROP TRIGGER {table}_stays ON {table}")
        op.execute(f"DROP TRIGGER {table}_is_not_emptied ON {table}")
    op.execute("DROP FUNCTION bleedlog_keep_event()")
    for name in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {name}")
