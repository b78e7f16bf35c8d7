"""The one linear Alembic history of the tables that this repository ships."""
