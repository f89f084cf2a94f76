"""How often somebody wants to be asked about bleeds, and when they chose it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Expand."""
    # Written out, since SQLite takes a new limit only with its column.
    op.execute("""
        ALTER TABLE patient ADD COLUMN check_in_days INTEGER DEFAULT 7 NOT NULL
        CONSTRAINT check_in_days_within_limits CHECK (
            "check_in_days" >= 1 AND "check_in_days" <= 28
        )
    """)
    op.add_column("patient", sa.Column("check_in_chosen_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("patient", "check_in_chosen_on")
    op.drop_column("patient", "check_in_days")
