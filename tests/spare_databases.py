"""PostgreSQL databases that tests hand on, emptied: a new one takes longer than most tests do.

One whose tables, rules or rights a test changed is left behind, and so is one that somebody still
holds on to.
"""

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

_numbers = itertools.count(1)

# Who wrote each line of what PostgreSQL knows about the database: any change of it shows.
_CATALOGUES = (
    *("pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_index", "pg_trigger"),
    *("pg_proc", "pg_policy", "pg_namespace", "pg_default_acl", "pg_extension", "alembic_version"),
)
_SHAPE = " UNION ALL ".join(
    f"SELECT '{name}', count(*), sum(xmin::text::bigint) FROM {name}"  # noqa: S608 - our own names
    for name in _CATALOGUES
)
_OF_THE_DATABASE = "SELECT xmin::text FROM pg_database WHERE datname = current_database()"
_TABLES = """
    SELECT quote_ident(table_name) FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'alembic_version'
"""


@dataclass(frozen=True)
class Spare:
    """A database with nothing in it."""

    name: str
    door: Engine
    """The superuser's."""
    shape: list[object]
    """As it was made."""
    with_rows: str
    """Asks which of its tables hold anything."""


class SpareDatabases:
    """Makes databases, and keeps those that can be used again."""

    def __init__(self, make: Callable[[str], None], address: Callable[[str], str]) -> None:
        """`make`: makes the database of a name; `address`: its superuser's URL."""
        self._make, self._address = make, address
        self._spare: list[Spare] = []

    @contextmanager
    def one(self) -> Iterator[str]:
        """The name of a database with nothing in it, for one test."""
        lent = self._spare.pop() if self._spare else self._new()
        yield lent.name
        if _emptied(lent):
            self._spare.append(lent)
        else:
            lent.door.dispose()

    def close(self) -> None:
        """Close the doors."""
        for spare in self._spare:
            spare.door.dispose()

    def _new(self) -> Spare:
        name = f"test_{os.getpid()}_{next(_numbers)}"
        self._make(name)
        door = create_engine(self._address(name), isolation_level="AUTOCOMMIT")
        with door.connect() as connection:
            # As a superuser past the rules by which events stay; whoever holds a row is not waited
            # for. It is said once, since the door is one connection that stays open.
            connection.execute(text("SET session_replication_role = replica"))
            connection.execute(text("SET lock_timeout = '1s'"))
            with_rows = " UNION ALL ".join(
                f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})"  # noqa: S608 - quoted
                for table in connection.execute(text(_TABLES)).scalars()
            )
            return Spare(name, door, _shape(connection), with_rows)


def _shape(connection: Connection) -> list[object]:
    queries = (_SHAPE, _OF_THE_DATABASE)
    return [tuple(row) for query in queries for row in connection.execute(text(query))]


def _emptied(lent: Spare) -> bool:
    """Whether the database is as it was made, all rows taken out."""
    try:
        with lent.door.connect() as connection:
            if _shape(connection) != lent.shape:
                return False
            for table in list(connection.execute(text(lent.with_rows)).scalars()):
                connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - quoted
            return True
    except DBAPIError:
        return False
