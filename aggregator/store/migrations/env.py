"""Alembic's entry: runs revisions on the connection that `migrate` hands over."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # ours, begun by `migrate`'s caller: half a migration is never seen
    transaction_per_migration=False,
    render_as_batch=True,
)
context.run_migrations()
