"""How Alembic runs a history: the work is in `benchplatform.migrating`, which gives the open connection."""

from alembic import context

options = context.config.attributes
context.configure(**options["configure"])
with context.begin_transaction():
    context.run_migrations()
