"""The first schema.

A revision never imports the live tables: those change, this does not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _sources()
    _articles()
    _stories()
    _memory()


def _sources() -> None:
    op.create_table(
        "source",
        sa.Column("id", NAME, nullable=False),
        sa.Column("url", NAME, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("config", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.UniqueConstraint("url", name="uq_source_url"),
    )
    op.create_table(
        "poll_state",
        sa.Column("source", NAME, nullable=False),
        sa.Column("due", sa.BigInteger()),
        sa.Column("state", sa.Text()),
        sa.ForeignKeyConstraint(
            ["source"], ["source.id"], name="fk_poll_state_source", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source", name="pk_poll_state"),
    )
    op.create_index("ix_poll_state_due_source", "poll_state", ["due", "source"])


def _articles() -> None:
    op.create_table(
        "article",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("id", NAME, nullable=False),
        sa.Column("source", NAME, nullable=False),
        sa.Column("url", NAME, nullable=False),
        sa.Column("link", NAME),
        sa.Column("fingerprint", NAME, nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("dated", sa.Boolean(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name="fk_article_source"),
        sa.PrimaryKeyConstraint("number", name="pk_article"),
        sa.UniqueConstraint("id", name="uq_article_id"),
    )
    op.create_index("ix_article_fingerprint_source", "article", ["fingerprint", "source"])
    op.create_index("ix_article_first_seen", "article", ["first_seen"])
    op.create_index("ix_article_link", "article", ["link"])
    op.create_index(
        "ix_article_source_dated_published", "article", ["source", "dated", "published"]
    )
    op.create_index("ix_article_url_source", "article", ["url", "source"])
    op.create_table(
        "entry",
        sa.Column("article", NUMBER, nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["article.number"], name="fk_entry_article", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article", name="pk_entry"),
    )
    op.create_table(
        "article_key",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "article", name="pk_article_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "edge",
        sa.Column("a", NAME, nullable=False),
        sa.Column("b", NAME, nullable=False),
        sa.Column("how", NAME, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("merges", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["a"], ["article.id"], name="fk_edge_a", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["b"], ["article.id"], name="fk_edge_b", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("a", "b", name="pk_edge"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_edge_b", "edge", ["b"])
    op.create_table(
        "verdict",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("article", NAME, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("story", NAME),
        sa.Column("how", NAME),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["article.id"], name="fk_verdict_article", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_verdict"),
    )
    op.create_index("ix_verdict_article", "verdict", ["article"])


def _stories() -> None:
    op.create_table(
        "story",
        sa.Column("id", NAME, nullable=False),
        sa.Column("uri", NAME, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("listed", sa.BigInteger(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("moved", NAME),
        sa.Column("evidence", NAME, nullable=False),
        sa.Column("event", NAME, nullable=False),
        sa.Column("independent", sa.Integer(), nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("contributors", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
        sa.UniqueConstraint("seq", name="uq_story_seq"),
        sa.UniqueConstraint("uri", name="uq_story_uri"),
    )
    op.create_index("ix_story_moved", "story", ["moved"])
    op.create_index("ix_story_shown_listed_id", "story", ["shown", "listed", "id"])
    op.create_table(
        "member",
        sa.Column("article", NUMBER, nullable=False),
        sa.Column("story", NAME, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("source", NAME, nullable=False),
        sa.Column("how", NAME),
        sa.Column("score", sa.Float()),
        sa.Column("because", sa.Text()),
        sa.ForeignKeyConstraint(
            ["article"], ["article.number"], name="fk_member_article", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story"], ["story.id"], name="fk_member_story", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article", name="pk_member"),
    )
    op.create_index("ix_member_story_place", "member", ["story", "place"])
    op.create_index("ix_member_source_story_place", "member", ["source", "story", "place"])
    op.create_table(
        "grp",
        sa.Column("kind", NAME, nullable=False),
        sa.Column("slug", NAME, nullable=False),
        sa.Column("title", NAME, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger()),
        sa.PrimaryKeyConstraint("kind", "slug", name="pk_grp"),
    )
    op.create_table(
        "membership",
        sa.Column("story", NAME, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("slug", NAME, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("listed", sa.BigInteger(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind", "slug"], ["grp.kind", "grp.slug"], name="fk_membership_kind_slug"
        ),
        sa.ForeignKeyConstraint(
            ["story"], ["story.id"], name="fk_membership_story", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story", "kind", "slug", name="pk_membership"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_membership_kind_slug_shown_listed_story",
        "membership",
        ["kind", "slug", "shown", "listed", "story"],
    )
    op.create_table(
        "tombstone",
        sa.Column("kind", NAME, nullable=False),
        sa.Column("slug", NAME, nullable=False),
        sa.Column("story", NAME, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("comment", NAME, nullable=False),
        sa.ForeignKeyConstraint(
            ["story"], ["story.id"], name="fk_tombstone_story", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("kind", "slug", "story", name="pk_tombstone"),
    )
    op.create_index("ix_tombstone_kind_slug_at", "tombstone", ["kind", "slug", "at"])
    op.create_index("ix_tombstone_story", "tombstone", ["story"])


def _memory() -> None:
    op.create_table(
        "meta",
        sa.Column("name", NAME, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.create_table(
        "author",
        sa.Column("key", NAME, nullable=False),
        sa.Column("slug", NAME, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_author"),
        sa.UniqueConstraint("slug", name="uq_author_slug"),
    )
    op.create_table(
        "pin",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("article", NAME, nullable=False),
        sa.Column("other", NAME),
        sa.Column("value", NAME, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pin"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pin_article", "pin", ["article"])
    op.create_index("ix_pin_other", "pin", ["other"])
    op.create_table(
        "note",
        sa.Column("name", NAME, nullable=False),
        sa.Column("text", NAME, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_note"),
    )
