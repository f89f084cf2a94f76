"""The record: people, clinics, diaries, sessions, audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "app_user",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("email = lower(email)", name="email_in_small_letters"),
        sa.CheckConstraint('length("email") <= 254', name="email_within_limits"),
        sa.CheckConstraint('length("name") <= 120', name="name_within_limits"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
    )
    op.create_table(
        "clinic",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint('length("name") <= 120', name="name_within_limits"),
        sa.CheckConstraint('length("phone") <= 40', name="phone_within_limits"),
        sa.CheckConstraint('length("zone") <= 64', name="zone_within_limits"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "sign_in_throttle",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "account_event",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "\"action\" IN ('logged', 'revised', 'withdrew', 'restored', 'looked', 'imported', 'exported', 'created', 'signed_in', 'signed_out', 'refused')",
            name="action_is_a_word",
        ),
        sa.CheckConstraint('length("reason") <= 500', name="reason_within_limits"),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["app_user.id"],
        ),
        sa.PrimaryKeyConstraint("user_id", "id"),
    )
    op.create_table(
        "known_device",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["app_user.id"],
        ),
        sa.PrimaryKeyConstraint("user_id", "secret_hash"),
    )
    op.create_table(
        "membership",
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("\"role\" IN ('clinician', 'viewer', 'admin')", name="role_is_a_word"),
        sa.ForeignKeyConstraint(
            ["clinic_id"],
            ["clinic.id"],
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["app_user.id"],
        ),
        sa.PrimaryKeyConstraint("clinic_id", "user_id"),
    )
    op.create_index(op.f("ix_membership_user_id"), "membership", ["user_id"], unique=False)
    op.create_table(
        "patient",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("nhs_number", sa.String(length=10), nullable=True),
        sa.Column("hospital_number", sa.String(length=40), nullable=True),
        sa.Column("severity", sa.String(length=32), nullable=True),
        sa.Column("product", sa.String(length=80), nullable=True),
        sa.Column("usual_dose_iu", sa.Float(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("risk_flag", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"severity\" IN ('severe', 'moderate', 'mild')", name="severity_is_a_word"
        ),
        sa.CheckConstraint(
            '"usual_dose_iu" > 0 AND "usual_dose_iu" <= 100000', name="usual_dose_iu_within_limits"
        ),
        sa.CheckConstraint('length("hospital_number") <= 40', name="hospital_number_within_limits"),
        sa.CheckConstraint('length("name") <= 120', name="name_within_limits"),
        sa.CheckConstraint('length("nhs_number") <= 10', name="nhs_number_within_limits"),
        sa.CheckConstraint('length("product") <= 80', name="product_within_limits"),
        sa.CheckConstraint('length("zone") <= 64', name="zone_within_limits"),
        sa.ForeignKeyConstraint(
            ["centre_id"],
            ["clinic.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "sign_in_session",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["app_user.id"],
        ),
        sa.PrimaryKeyConstraint("user_id", "secret_hash"),
    )
    op.create_table(
        "access",
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "\"role\" IN ('patient', 'carer_read', 'carer_log', 'carer_manage')",
            name="role_is_a_word",
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["app_user.id"],
        ),
        sa.PrimaryKeyConstraint("patient_id", "user_id"),
    )
    op.create_index(op.f("ix_access_user_id"), "access", ["user_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["clinic_id"],
            ["clinic.id"],
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.PrimaryKeyConstraint("patient_id", "clinic_id"),
    )
    op.create_index(op.f("ix_consent_clinic_id"), "consent", ["clinic_id"], unique=False)
    op.create_table(
        "diary",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.PrimaryKeyConstraint("patient_id"),
    )
    op.create_table(
        "diary_event",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("by_user", sa.Uuid(), nullable=True),
        sa.Column("acting_as", sa.String(length=32), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "\"action\" IN ('logged', 'revised', 'withdrew', 'restored', 'looked', 'imported', 'exported', 'created', 'signed_in', 'signed_out', 'refused')",
            name="action_is_a_word",
        ),
        sa.CheckConstraint('length("reason") <= 500', name="reason_within_limits"),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.PrimaryKeyConstraint("patient_id", "id"),
    )
    op.create_index("diary_event_by_time", "diary_event", ["patient_id", "at"], unique=False)
    op.create_table(
        "entry",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("start", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("precision", sa.String(length=32), nullable=True),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("end", sa.String(length=16), nullable=True),
        sa.Column("manifestation", sa.String(length=32), nullable=True),
        sa.Column("site", sa.String(length=32), nullable=True),
        sa.Column("side", sa.String(length=32), nullable=True),
        sa.Column("cause", sa.String(length=32), nullable=True),
        sa.Column("certainty", sa.String(length=32), nullable=True),
        sa.Column("severity", sa.String(length=32), nullable=True),
        sa.Column("pain", sa.Integer(), nullable=True),
        sa.Column("symptoms", sa.String(length=400), nullable=True),
        sa.Column("size", sa.String(length=32), nullable=True),
        sa.Column("stiffness", sa.String(length=32), nullable=True),
        sa.Column("swelling", sa.Boolean(), nullable=True),
        sa.Column("treated", sa.String(length=32), nullable=True),
        sa.Column("treated_from", sa.String(length=16), nullable=True),
        sa.Column("treated_until", sa.String(length=16), nullable=True),
        sa.Column("other_treatment", sa.String(length=200), nullable=True),
        sa.Column("response", sa.String(length=32), nullable=True),
        sa.Column("new_bleed", sa.Boolean(), nullable=False),
        sa.Column("product", sa.String(length=80), nullable=True),
        sa.Column("dose_iu", sa.Float(), nullable=True),
        sa.Column("batch", sa.String(length=80), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("given_by", sa.String(length=32), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=True),
        sa.Column("assay", sa.String(length=32), nullable=True),
        sa.Column("reagent", sa.String(length=80), nullable=True),
        sa.Column("lab", sa.String(length=80), nullable=True),
        sa.Column("upper_limit", sa.Float(), nullable=True),
        sa.Column("hours_since_factor", sa.Float(), nullable=True),
        sa.Column("weight_kg", sa.Float(), nullable=True),
        sa.Column("centre", sa.String(length=120), nullable=True),
        sa.Column("answer", sa.String(length=32), nullable=True),
        sa.Column("verdict", sa.String(length=32), nullable=True),
        sa.Column("same_as", sa.Uuid(), nullable=True),
        sa.Column("treats", sa.Uuid(), nullable=True),
        sa.Column("about", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user", sa.Uuid(), nullable=True),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("start_day", sa.Date(), nullable=False),
        sa.Column("start_minute", sa.BigInteger(), nullable=False),
        sa.Column("end_day", sa.Date(), nullable=True),
        sa.Column("end_minute", sa.BigInteger(), nullable=True),
        sa.Column("treated_from_minute", sa.BigInteger(), nullable=True),
        sa.Column("treated_until_minute", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("\"answer\" IN ('no_bleeds', 'had_bleeds')", name="answer_is_a_word"),
        sa.CheckConstraint("\"assay\" IN ('one_stage', 'chromogenic')", name="assay_is_a_word"),
        sa.CheckConstraint(
            "\"cause\" IN ('spontaneous', 'traumatic', 'activity', 'surgical', 'unknown')",
            name="cause_is_a_word",
        ),
        sa.CheckConstraint("\"certainty\" IN ('certain', 'unsure')", name="certainty_is_a_word"),
        sa.CheckConstraint('"dose_iu" > 0 AND "dose_iu" <= 100000', name="dose_iu_within_limits"),
        sa.CheckConstraint(
            "\"entered_by\" IN ('patient', 'carer', 'clinic', 'console')",
            name="entered_by_is_a_word",
        ),
        sa.CheckConstraint(
            "\"given_by\" IN ('self', 'carer', 'school', 'hospital')", name="given_by_is_a_word"
        ),
        sa.CheckConstraint(
            '"hours_since_factor" >= 0 AND "hours_since_factor" <= 100000',
            name="hours_since_factor_within_limits",
        ),
        sa.CheckConstraint(
            "\"kind\" IN ('bleed', 'bruise', 'joint_pain', 'infusion', 'check_in', 'observed', 'bleed_count', 'gene_therapy', 'fix_activity', 'inhibitor', 'alt', 'ast', 'afp', 'antibody', 'steroid_course', 'joint_score', 'back_on_prophylaxis', 'adjudication', 'review')",
            name="kind_is_a_word",
        ),
        sa.CheckConstraint(
            "\"manifestation\" IN ('joint', 'muscle', 'nose', 'mouth_gum', 'wound', 'skin', 'urine', 'gut', 'head', 'other')",
            name="manifestation_is_a_word",
        ),
        sa.CheckConstraint('"pain" >= 0 AND "pain" <= 10', name="pain_within_limits"),
        sa.CheckConstraint(
            "\"precision\" IN ('exact', 'part_of_day', 'day', 'month')", name="precision_is_a_word"
        ),
        sa.CheckConstraint(
            "\"reason\" IN ('prophylaxis', 'bleed', 'follow_up', 'before_activity', 'surgery', 'other')",
            name="reason_is_a_word",
        ),
        sa.CheckConstraint(
            "\"response\" IN ('excellent', 'good', 'moderate', 'none')", name="response_is_a_word"
        ),
        sa.CheckConstraint('"revision" >= 1', name="revision_within_limits"),
        sa.CheckConstraint('"seq" >= 1', name="seq_within_limits"),
        sa.CheckConstraint(
            "\"severity\" IN ('minor', 'moderate', 'major')", name="severity_is_a_word"
        ),
        sa.CheckConstraint("\"side\" IN ('left', 'right', 'middle')", name="side_is_a_word"),
        sa.CheckConstraint(
            "\"site\" IN ('shoulder', 'elbow', 'wrist', 'hip', 'knee', 'ankle', 'hand', 'foot', 'finger', 'toe', 'head', 'face', 'eye', 'jaw', 'neck', 'throat', 'chest', 'back', 'abdomen', 'groin', 'genitals', 'upper_arm', 'forearm', 'buttock', 'iliopsoas', 'thigh', 'calf', 'other')",
            name="site_is_a_word",
        ),
        sa.CheckConstraint("\"size\" IN ('coin', 'palm', 'larger')", name="size_is_a_word"),
        sa.CheckConstraint(
            "\"source\" IN ('prospective', 'recalled', 'imported', 'clinic')",
            name="source_is_a_word",
        ),
        sa.CheckConstraint(
            "\"stiffness\" IN ('none', 'mild', 'moderate', 'severe')", name="stiffness_is_a_word"
        ),
        sa.CheckConstraint("\"treated\" IN ('yes', 'no', 'unknown')", name="treated_is_a_word"),
        sa.CheckConstraint(
            '"upper_limit" > 0 AND "upper_limit" <= 100000', name="upper_limit_within_limits"
        ),
        sa.CheckConstraint(
            '"value" >= 0 AND "value" <= 1000000000000000.0', name="value_within_limits"
        ),
        sa.CheckConstraint(
            "\"verdict\" IN ('bleed', 'not_a_bleed', 'same_as')", name="verdict_is_a_word"
        ),
        sa.CheckConstraint(
            '"weight_kg" > 0 AND "weight_kg" <= 400', name="weight_kg_within_limits"
        ),
        sa.CheckConstraint(
            "end_day IS NULL OR end_day >= start_day", name="end_is_not_before_start"
        ),
        sa.CheckConstraint('length("batch") <= 80', name="batch_within_limits"),
        sa.CheckConstraint('length("centre") <= 120', name="centre_within_limits"),
        sa.CheckConstraint('length("end") <= 16', name="end_within_limits"),
        sa.CheckConstraint('length("lab") <= 80', name="lab_within_limits"),
        sa.CheckConstraint('length("note") <= 2000', name="note_within_limits"),
        sa.CheckConstraint(
            'length("other_treatment") <= 200', name="other_treatment_within_limits"
        ),
        sa.CheckConstraint('length("product") <= 80', name="product_within_limits"),
        sa.CheckConstraint('length("reagent") <= 80', name="reagent_within_limits"),
        sa.CheckConstraint('length("start") <= 16', name="start_within_limits"),
        sa.CheckConstraint('length("symptoms") <= 400', name="symptoms_within_limits"),
        sa.CheckConstraint('length("treated_from") <= 16', name="treated_from_within_limits"),
        sa.CheckConstraint('length("treated_until") <= 16', name="treated_until_within_limits"),
        sa.CheckConstraint('length("unit") <= 20', name="unit_within_limits"),
        sa.CheckConstraint('length("zone") <= 64', name="zone_within_limits"),
        sa.CheckConstraint("same_as IS NULL OR NOT new_bleed", name="same_or_new"),
        sa.CheckConstraint("same_as IS NULL OR same_as <> id", name="same_as_another"),
        sa.CheckConstraint(
            "treated_until IS NULL OR treated_from IS NOT NULL", name="treatment_has_a_first"
        ),
        sa.ForeignKeyConstraint(
            ["patient_id", "about"],
            ["entry.patient_id", "entry.id"],
            name="about_is_in_the_diary",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["patient_id", "same_as"],
            ["entry.patient_id", "entry.id"],
            name="same_as_is_in_the_diary",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["patient_id", "treats"],
            ["entry.patient_id", "entry.id"],
            name="treats_is_in_the_diary",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["diary.patient_id"],
        ),
        sa.PrimaryKeyConstraint("patient_id", "id"),
    )
    op.create_index("entry_by_day", "entry", ["patient_id", "start_day"], unique=False)
    op.create_index("entry_by_seq", "entry", ["patient_id", "seq"], unique=False)
    op.create_table(
        "entry_revision",
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user", sa.Uuid(), nullable=True),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "\"entered_by\" IN ('patient', 'carer', 'clinic', 'console')",
            name="entered_by_is_a_word",
        ),
        sa.CheckConstraint('"revision" >= 1', name="revision_within_limits"),
        sa.CheckConstraint('"seq" >= 1', name="seq_within_limits"),
        sa.ForeignKeyConstraint(
            ["patient_id", "id"],
            ["entry.patient_id", "entry.id"],
        ),
        sa.PrimaryKeyConstraint("patient_id", "id", "revision"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("entry_revision")
    op.drop_index("entry_by_seq", table_name="entry")
    op.drop_index("entry_by_day", table_name="entry")
    op.drop_table("entry")
    op.drop_index("diary_event_by_time", table_name="diary_event")
    op.drop_table("diary_event")
    op.drop_table("diary")
    op.drop_index(op.f("ix_consent_clinic_id"), table_name="consent")
    op.drop_table("consent")
    op.drop_index(op.f("ix_access_user_id"), table_name="access")
    op.drop_table("access")
    op.drop_table("sign_in_session")
    op.drop_table("patient")
    op.drop_index(op.f("ix_membership_user_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_table("known_device")
    op.drop_table("account_event")
    op.drop_table("sign_in_throttle")
    op.drop_table("clinic")
    op.drop_table("app_user")
