"""Which bucket a source is in, who holds it, and how soon its hosts may be asked again."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    # sources get their bucket when they are adopted: at every start
    op.add_column("poll_state", sa.Column("bucket", sa.Integer()))
    op.create_index("ix_poll_state_bucket_due", "poll_state", ["bucket", "due"])
    op.create_table(
        "bucket",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_bucket"),
    )
    op.create_table(
        "host",
        sa.Column("name", NAME, nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("full_at", sa.BigInteger(), nullable=False),
        sa.Column("opens_at", sa.BigInteger(), nullable=False),
        sa.Column("every", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_host"),
    )
    op.create_index("ix_host_bucket", "host", ["bucket"])
