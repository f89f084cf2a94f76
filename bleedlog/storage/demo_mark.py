"""The mark by which a database of invented people is known, so that no other is taken for one."""

from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pysqlite3
from sqlalchemy import Connection, text

# No table of the record: no migration makes it, so that no other database can have it.
_MAKE = text("CREATE TABLE demo_mark (seed INTEGER NOT NULL, made_on TEXT NOT NULL)")
_SET = text("INSERT INTO demo_mark (seed, made_on) VALUES (:seed, :made_on)")
_READ = "SELECT seed, made_on FROM demo_mark"
_TABLES = "SELECT count(*) FROM sqlite_master"


@dataclass(frozen=True, slots=True)
class DemoMark:
    """From which seed, and as on which day, the people were made."""

    seed: int
    made_on: date


def read_mark(path: Path) -> DemoMark | None:
    """The mark of the SQLite database in that file, or None: not a demo's, or no database.

    Nothing in the file is changed.
    """
    found = _ask(path, _READ)
    return None if found is None else DemoMark(int(found[0]), date.fromisoformat(found[1]))


def is_blank(path: Path) -> bool:
    """Whether the file is a SQLite database without anything in it."""
    found = _ask(path, _TABLES)
    return found is not None and found[0] == 0


def _ask(path: Path, question: str) -> tuple[int, str] | None:
    address = f"{path.resolve().as_uri()}?mode=ro"
    try:
        with closing(pysqlite3.connect(address, uri=True)) as connection:
            found: tuple[int, str] | None = connection.execute(question).fetchone()
            return found
    except pysqlite3.DatabaseError:
        return None


def set_mark(connection: Connection, mark: DemoMark) -> None:
    """Mark a database that holds nothing yet, in the caller's transaction."""
    connection.execute(_MAKE)
    connection.execute(_SET, {"seed": mark.seed, "made_on": mark.made_on.isoformat()})
