"""Inserts that two requests may race to make, for both kinds of database."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = sqlite.Insert | postgresql.Insert


class RacingInsert:
    """An insert that says what happens when the row is there already."""

    def __init__(self, table: Table, otherwise: Callable[[Any], Insert]) -> None:
        """Build it for each database; `otherwise` adds its ON CONFLICT clause."""
        self._statements: Mapping[str, Insert] = {
            "sqlite": otherwise(sqlite.insert(table)),
            "postgresql": otherwise(postgresql.insert(table)),
        }

    def run(
        self, connection: Connection, rows: Mapping[str, object] | list[dict[str, object]]
    ) -> None:
        """Insert a row or several."""
        connection.execute(self._statements[connection.dialect.name], rows)
