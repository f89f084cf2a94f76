"""Photos of bleeds and bruises, beside their entries."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "photo",
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("byte_count", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("sent_hash", sa.String(length=64), nullable=False),
        sa.Column("by_user", sa.Uuid(), nullable=True),
        sa.Column("clinic_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("\"media_type\" IN ('image/jpeg')", name="media_type_is_a_word"),
        sa.CheckConstraint('"width" >= 1 AND "width" <= 2048', name="width_within_limits"),
        sa.CheckConstraint('"height" >= 1 AND "height" <= 2048', name="height_within_limits"),
        sa.CheckConstraint(
            '"byte_count" >= 1 AND "byte_count" <= 4000000', name="byte_count_within_limits"
        ),
        sa.CheckConstraint(
            "\"entered_by\" IN ('patient', 'carer', 'clinic', 'console')",
            name="entered_by_is_a_word",
        ),
        sa.CheckConstraint('"seq" >= 1', name="seq_within_limits"),
        sa.CheckConstraint("length(content) = byte_count", name="bytes_are_counted"),
        sa.CheckConstraint("length(sent_hash) = 64", name="sent_hash_is_a_hash"),
        sa.ForeignKeyConstraint(
            ["patient_id", "entry_id"],
            ["entry.patient_id", "entry.id"],
            name="entry_is_in_the_diary",
        ),
        sa.PrimaryKeyConstraint("patient_id", "id"),
        sa.UniqueConstraint("patient_id", "entry_id", "sent_hash", name="sent_once"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("photo")
