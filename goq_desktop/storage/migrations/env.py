"""Run by Alembic: migrates the connection that `migrating.migrate` hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from goq_desktop.storage.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
)
context.run_migrations()
