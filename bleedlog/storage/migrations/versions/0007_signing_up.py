"""Signing up by mail, how a device was signed in, invitations whose code only a mail holds."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "sign_up",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("invitation_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint('length("email") <= 254', name="email_within_limits"),
        sa.CheckConstraint("length(code_hash) = 64", name="code_hash_is_a_hash"),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    op.create_index("ix_sign_up_email", "sign_up", ["email"], unique=False)
    op.create_index("ix_sign_up_expires_at", "sign_up", ["expires_at"], unique=False)
    op.add_column(
        "sign_in_session",
        sa.Column("signed_in_by", sa.String(length=40), nullable=False, server_default="password"),
    )
    op.add_column(
        "invitation",
        sa.Column("only_mailed", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """Take it back; who asked to sign up has to ask again."""
    op.drop_column("invitation", "only_mailed")
    op.drop_column("sign_in_session", "signed_in_by")
    op.drop_table("sign_up")
