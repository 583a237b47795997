"""Which stories tell of one happening is asked by its id."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index("ix_story_event", "story", ["event"])
