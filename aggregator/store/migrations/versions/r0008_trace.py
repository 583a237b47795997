"""What is left of articles that are no longer kept."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "trace",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("link", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.BigInteger(), nullable=False),
        sa.Column("published", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_trace"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_trace_link", "trace", ["link"])
    op.create_index("ix_trace_text", "trace", ["text"])
