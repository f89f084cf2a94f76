"""Inserts that two requests may race to make, for both kinds of database."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Insert, Table


class RacingInsert:
    """An insert that says what happens when the row is there already."""

    def __init__(self, table: Table, otherwise: Callable[[Any], Insert]) -> None:
        """Build it for each database; `otherwise` adds its ON CONFLICT clause."""
        self._table = table
        self._otherwise = otherwise
        self._statements: dict[str, Insert] = {}

    def run(
        self, connection: Connection, rows: Mapping[str, object] | list[dict[str, object]]
    ) -> int:
        """Insert a row or several; gives how many were written."""
        name = connection.dialect.name
        if name not in self._statements:
            # That dialect is loaded by now; the other one need not be.
            dialect = import_module(f"sqlalchemy.dialects.{name}")
            statement = self._otherwise(dialect.insert(self._table))
            self._statements[name] = statement.execution_options(preserve_rowcount=True)
        return connection.execute(self._statements[name], rows).rowcount
