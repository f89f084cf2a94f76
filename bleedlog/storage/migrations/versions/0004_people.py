"""Accounts, carers, consent, who looked: what signing in and sharing keep.

Links' codes, second factors, passkeys, tokens, emergency looks, legal holds; who granted what; the
clinic for which an entry was recorded; further words for what an event says was done.
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OLD_ACTIONS = (
    "logged", "revised", "withdrew", "restored", "looked", "imported", "exported", "created",
    "signed_in", "signed_out", "refused",
)  # fmt: skip
NEW_ACTIONS = (
    "invited", "accepted", "granted", "revoked", "changed", "confirmed", "reset", "broke_glass",
    "handed_over", "erased", "held", "released",
)  # fmt: skip


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "challenge",
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("asked", sa.String(length=4000), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"purpose\" IN ('passkey_sign_in', 'passkey_add', 'provider_sign_in')",
            name="purpose_is_a_word",
        ),
        sa.CheckConstraint("length(browser_hash) = 64", name="browser_hash_is_a_hash"),
        sa.PrimaryKeyConstraint("browser_hash", "purpose"),
    )
    op.create_index("ix_challenge_expires_at", "challenge", ["expires_at"], unique=False)
    op.create_table(
        "account_code",
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"purpose\" IN ('confirm_email', 'change_email', 'reset_password')",
            name="purpose_is_a_word",
        ),
        sa.CheckConstraint('length("email") <= 254', name="email_within_limits"),
        sa.CheckConstraint("length(code_hash) = 64", name="code_hash_is_a_hash"),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["app_user.id"],
        ),
        sa.PrimaryKeyConstraint("user_id", "code_hash"),
    )
    op.create_index("ix_account_code_code_hash", "account_code", ["code_hash"], unique=False)
    op.create_table(
        "passkey",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('length("name") <= 60', name="name_within_limits"),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["app_user.id"],
        ),
        sa.PrimaryKeyConstraint("user_id", "credential_id"),
    )
    op.create_table(
        "provider_identity",
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["app_user.id"],
        ),
        sa.PrimaryKeyConstraint("issuer", "subject"),
    )
    op.create_index("ix_provider_identity_user_id", "provider_identity", ["user_id"], unique=False)
    op.create_table(
        "recovery_code",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(code_hash) = 64", name="code_hash_is_a_hash"),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["app_user.id"],
        ),
        sa.PrimaryKeyConstraint("user_id", "code_hash"),
    )
    op.create_table(
        "second_factor",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_secret", sa.String(length=400), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["app_user.id"],
        ),
        sa.PrimaryKeyConstraint("user_id"),
    )
    op.create_table(
        "api_token",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("may_read", sa.Boolean(), nullable=False),
        sa.Column("may_log", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('length("name") <= 60', name="name_within_limits"),
        sa.CheckConstraint("length(secret_hash) = 64", name="secret_hash_is_a_hash"),
        sa.CheckConstraint("may_read OR may_log", name="may_do_something"),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["app_user.id"],
        ),
        sa.PrimaryKeyConstraint("user_id", "id"),
        sa.UniqueConstraint("secret_hash"),
    )
    op.create_index("ix_api_token_patient_id", "api_token", ["patient_id"], unique=False)
    op.create_table(
        "emergency_look",
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('length("reason") <= 500', name="reason_within_limits"),
        sa.CheckConstraint("until > since", name="ends_after_it_began"),
        sa.ForeignKeyConstraint(
            ["clinic_id"],
            ["clinic.id"],
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["app_user.id"],
        ),
        sa.PrimaryKeyConstraint("patient_id", "id"),
    )
    op.create_index("emergency_look_of_user", "emergency_look", ["user_id", "until"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("invited_as", sa.String(length=32), nullable=False),
        sa.Column("access_role", sa.String(length=32), nullable=True),
        sa.Column("staff_role", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=True),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(invited_as IN ('carer', 'owner')) = (patient_id IS NOT NULL)",
            name="a_diary_for_whom_it_opens",
        ),
        sa.CheckConstraint(
            "invited_as NOT IN ('patient', 'staff') OR clinic_id IS NOT NULL",
            name="a_clinic_that_invites",
        ),
        sa.CheckConstraint(
            "\"access_role\" IN ('patient', 'carer_read', 'carer_log', 'carer_manage')",
            name="access_role_is_a_word",
        ),
        sa.CheckConstraint(
            "\"invited_as\" IN ('patient', 'carer', 'owner', 'staff')", name="invited_as_is_a_word"
        ),
        sa.CheckConstraint(
            "\"staff_role\" IN ('clinician', 'viewer', 'admin')", name="staff_role_is_a_word"
        ),
        sa.CheckConstraint('length("email") <= 254', name="email_within_limits"),
        sa.CheckConstraint('length("name") <= 120', name="name_within_limits"),
        sa.CheckConstraint("length(code_hash) = 64", name="code_hash_is_a_hash"),
        sa.ForeignKeyConstraint(
            ["clinic_id"],
            ["clinic.id"],
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash"),
    )
    op.create_index("ix_invitation_clinic_id", "invitation", ["clinic_id"], unique=False)
    op.create_index("ix_invitation_patient_id", "invitation", ["patient_id"], unique=False)
    op.create_table(
        "legal_hold",
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('length("reason") <= 500', name="reason_within_limits"),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.PrimaryKeyConstraint("patient_id", "id"),
    )
    op.add_column("access", sa.Column("granted_by", sa.Uuid(), nullable=True))
    op.add_column("account_event", sa.Column("by_user", sa.Uuid(), nullable=True))
    op.add_column("account_event", sa.Column("clinic_id", sa.Uuid(), nullable=True))
    op.add_column("account_event", sa.Column("detail", sa.String(length=200), nullable=True))
    op.add_column(
        "app_user", sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("consent", sa.Column("granted_by", sa.Uuid(), nullable=True))
    op.add_column("entry", sa.Column("clinic_id", sa.Uuid(), nullable=True))
    op.add_column("entry_revision", sa.Column("clinic_id", sa.Uuid(), nullable=True))
    op.add_column("patient", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sign_in_session", sa.Column("device", sa.String(length=60), nullable=True))

    _name_sessions()
    _tell_clinics()
    _allow_actions((*OLD_ACTIONS, *NEW_ACTIONS))


def _name_sessions() -> None:
    connection = op.get_bind()
    op.add_column("sign_in_session", sa.Column("id", sa.Uuid(), nullable=True))
    session = sa.table(
        "sign_in_session", sa.column("secret_hash", sa.String()), sa.column("id", sa.Uuid())
    )
    for (secret_hash,) in connection.execute(sa.select(session.c.secret_hash)).all():
        connection.execute(
            session.update().where(session.c.secret_hash == secret_hash).values(id=uuid.uuid4())
        )
    # No table refers to this one, so that SQLite may make it anew.
    with op.batch_alter_table("sign_in_session") as batch:
        batch.alter_column("id", existing_type=sa.Uuid(), nullable=False)


def _tell_clinics() -> None:
    """Staff entered for the clinic that they work at; for one of them who works at several."""
    for table in ("entry", "entry_revision"):
        op.execute(
            f"UPDATE {table} SET clinic_id = (SELECT membership.clinic_id FROM membership"  # noqa: S608 - two fixed names
            f" WHERE membership.user_id = {table}.by_user LIMIT 1) WHERE entered_by = 'clinic'"
        )


def _allow_actions(actions: tuple[str, ...]) -> None:
    words = ", ".join(f"'{word}'" for word in actions)
    for table in ("diary_event", "account_event"):
        # No table refers to these either.
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint("action_is_a_word", type_="check")
            batch.create_check_constraint("action_is_a_word", sa.text(f'"action" IN ({words})'))


def downgrade() -> None:
    """Take it back; events that only newer versions know are lost with their words."""
    words = ", ".join(f"'{word}'" for word in NEW_ACTIONS)
    for table in ("diary_event", "account_event"):
        op.execute(f'DELETE FROM {table} WHERE "action" IN ({words})')  # noqa: S608 - fixed names
    _allow_actions(OLD_ACTIONS)
    op.drop_column("sign_in_session", "id")
    op.drop_column("sign_in_session", "device")
    op.drop_column("patient", "erased_at")
    op.drop_column("entry_revision", "clinic_id")
    op.drop_column("entry", "clinic_id")
    op.drop_column("consent", "granted_by")
    op.drop_column("app_user", "email_confirmed_at")
    op.drop_column("account_event", "detail")
    op.drop_column("account_event", "clinic_id")
    op.drop_column("account_event", "by_user")
    op.drop_column("access", "granted_by")
    op.drop_table("legal_hold")
    op.drop_table("invitation")
    op.drop_table("emergency_look")
    op.drop_table("api_token")
    op.drop_table("second_factor")
    op.drop_table("recovery_code")
    op.drop_table("provider_identity")
    op.drop_table("passkey")
    op.drop_table("account_code")
    op.drop_table("challenge")
