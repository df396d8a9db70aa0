"""How Alembic runs our migrations: on the connection it was handed, one transaction a revision."""

from alembic import context

from storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by making a new one
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
