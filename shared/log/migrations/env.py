"""Runs the migrations of the log on the connection that migrate() opened."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="schema_versions",
    version_table_schema="log",
)
context.run_migrations()
