"""How Alembic reaches the store: through the connection that the application hands over."""

from __future__ import annotations

from alembic import context

from app.store._tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
