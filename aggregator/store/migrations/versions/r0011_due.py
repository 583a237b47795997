"""What is due is asked by bucket: answered from the index alone, without the rows."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_index("ix_poll_state_due_bucket", "poll_state", ["due", "bucket"])
    op.drop_index("ix_poll_state_due_source", "poll_state")
