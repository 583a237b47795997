"""What a hub needs: which story changed at which version, who is subscribed, who asked to be."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _news()
    _subscription()
    _asking()


def _news() -> None:
    op.create_table(
        "news",
        sa.Column("story", NAME, nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_news_story", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("story", name="pk_news"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_news_version_story", "news", ["version", "story"])
    # what is published already is no news to anybody who subscribes from now on
    op.execute("INSERT INTO news (story, first, version) SELECT id, 0, 0 FROM story")


def _subscription() -> None:
    op.create_table(
        "subscription",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("callback", NAME, nullable=False),
        sa.Column("feed_url", NAME, nullable=False),
        sa.Column("host", NAME, nullable=False),
        sa.Column("secret", NAME, nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("delivered", sa.BigInteger(), nullable=False),
        sa.Column("through", NAME, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_subscription"),
        sa.UniqueConstraint("callback", "feed_url", name="uq_subscription_callback_feed_url"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscription_host", "subscription", ["host"])
    op.create_index("ix_subscription_expires", "subscription", ["expires"])
    op.create_index("ix_subscription_feed_url_delivered", "subscription", ["feed_url", "delivered"])


def _asking() -> None:
    op.create_table(
        "asking",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("callback", NAME, nullable=False),
        sa.Column("feed_url", NAME, nullable=False),
        sa.Column("host", NAME, nullable=False),
        sa.Column("mode", NAME, nullable=False),
        sa.Column("secret", NAME, nullable=False),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("reason", NAME, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_asking"),
        sa.UniqueConstraint("callback", "feed_url", name="uq_asking_callback_feed_url"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_asking_host", "asking", ["host"])
    op.create_index("ix_asking_due", "asking", ["due"])
