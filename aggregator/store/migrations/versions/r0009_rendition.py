"""Feeds as they were rendered, for every server to send."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "rendition",
        sa.Column("kind", NAME, nullable=False),
        sa.Column("slug", NAME, nullable=False),
        sa.Column("format", NAME, nullable=False),
        sa.Column("imprint", NAME, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("digest", NAME, nullable=False),
        sa.Column("updated", sa.BigInteger()),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind", "slug"],
            ["grp.kind", "grp.slug"],
            name="fk_rendition_kind_slug",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("kind", "slug", "format", "imprint", name="pk_rendition"),
    )
