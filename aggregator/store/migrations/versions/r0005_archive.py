"""Archive documents of feeds (RFC 5005), and which stories they hold."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "archive",
        sa.Column("kind", NAME, nullable=False),
        sa.Column("slug", NAME, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stories", NAME, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "slug", "number", name="pk_archive"),
    )
    op.create_table(
        "filed",
        sa.Column("story", NAME, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("slug", NAME, nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_filed_story", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("story", "kind", "slug", name="pk_filed"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_filed_kind_slug_story",
        "filed",
        ["kind", "slug", "story"],
        sqlite_where=sa.text("number IS NULL"),
        postgresql_where=sa.text("number IS NULL"),
    )
