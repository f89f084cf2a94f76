"""How the database came to look as it does: Alembic, from the first table on."""
