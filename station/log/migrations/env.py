"""Runs the migrations on the connection that the log has open; only ever called by `station.log.database`."""

from alembic import context

from station.log.schema import metadata

if context.is_offline_mode():
    context.configure(dialect_name=context.config.attributes["dialect"], target_metadata=metadata, as_sql=True)
else:
    context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
