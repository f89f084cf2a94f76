"""Find a diary's few entries of a kind without reading all of it."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Expand."""
    op.create_index("entry_by_kind", "entry", ["patient_id", "kind", "start_day"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_index("entry_by_kind", table_name="entry")
