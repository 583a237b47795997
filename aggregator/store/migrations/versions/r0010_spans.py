"""On PostgreSQL what is heavy is cut by time; what there is becomes the first part as it is.

Attaching reads the old tables once. Processes of the version before go on: to them they are tables
as before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

FIRST = 1 << 32  # behind every number that was given so far


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.drop_constraint("fk_entry_article", "entry")
    for name in ("article_key", "entry"):
        op.rename_table(name, f"{name}_0_1")
        op.execute(f"ALTER TABLE {name}_0_1 RENAME CONSTRAINT pk_{name} TO pk_{name}_0_1")
    op.create_table(
        "article_key",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "article", name="pk_article_key"),
        postgresql_partition_by="RANGE (article)",
    )
    op.create_table(
        "entry",
        sa.Column("article", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_entry"),
        postgresql_partition_by="RANGE (article)",
    )
    for name in ("article_key", "entry"):
        op.execute(
            f"ALTER TABLE {name} ATTACH PARTITION {name}_0_1 "
            f"FOR VALUES FROM (MINVALUE) TO ({FIRST})"
        )
