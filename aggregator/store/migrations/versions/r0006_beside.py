"""Stories are numbered without waiting for one another where several write at once."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        last = connection.scalar(sa.text("SELECT value FROM meta WHERE name = 'seq'")) or 0
        op.execute(sa.schema.CreateSequence(sa.Sequence("story_seq", start=last + 1)))
