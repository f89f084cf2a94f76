"""The database: SQLite or PostgreSQL behind one door, with durable settings on both.

SQLite writes begin with BEGIN IMMEDIATE (a deferred one loses concurrent updates silently), in
WAL mode with synchronous=FULL (an acknowledged entry survives a power cut), foreign keys on.
PostgreSQL keeps synchronous_commit=on. A read never blocks a write.

Every transaction says for whom it is. On PostgreSQL the row-level security of diaries goes by that;
SQLite knows no such thing, and there the conditions of `storage.standing` stand alone.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import pysqlite3
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from bleedlog.models.viewer import Viewer

BUSY_MILLISECONDS = 5000
"""How long SQLite waits for another writer: less than the server waits for a worker."""

_PREPARED = 500
"""How many statements a connection to SQLite keeps prepared: twice as many as there are.

Once the driver keeps as many as it may (128, if not told), a new one only ever takes the place of
the last new one: those of a busy page then push each other out for as long as a worker lives.
"""

_WRITTEN: ContextVar[dict[UUID, Viewer] | None] = ContextVar("written", default=None)
# Local to the transaction: a connection that goes back to the pool has forgotten it.
_SET = """
    SELECT set_config('bleedlog.viewer', %(viewer)s, true),
        set_config('bleedlog.patient', %(patient)s, true), set_config('bleedlog.code', '', true)
"""
_SHOW_CODE = "SELECT set_config('bleedlog.code', %(code)s, true)"


class DatabaseBusyError(Exception):
    """The database could not take or give anything now; nothing was stored; try again."""


def _pragmas(connection: Any, _record: object) -> None:
    # Autocommit in the driver: transactions are begun by hand below, so that they are IMMEDIATE.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_private(path: str | None) -> Callable[..., None]:
    """Before SQLite makes a new file: make it one that nobody else on this machine can read."""

    def begin(*_connecting: object) -> None:
        # What is there stays as it is; what cannot be made is said when it is opened.
        with suppress(OSError):
            os.close(os.open(path or "", os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    return begin


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        module=pysqlite3,
        poolclass=QueuePool,
        connect_args={"check_same_thread": False, "cached_statements": _PREPARED},
    )
    event.listen(engine, "do_connect", _begin_private(url.database))
    event.listen(engine, "connect", _pragmas)
    return engine


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={"options": "-c synchronous_commit=on -c timezone=UTC"},
    )


class Database:
    """Gives connections for reading and for writing, each in one transaction."""

    def __init__(self, url: str) -> None:
        """Prepare for that URL; nothing is opened before it is asked for."""
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.engine = _sqlite(parsed) if self.is_sqlite else _postgresql(parsed)

    @contextmanager
    def reading(self, by: Viewer | None = None, diary: UUID | None = None) -> Iterator[Connection]:
        """A transaction that only reads, for `by`; without one it sees nobody's diary.

        `diary`: the patient whose diary alone it is about, if it is about one.

        Raises:
            DatabaseBusyError: when the database does not answer.
        """
        with _plainly(), self.engine.connect() as connection:
            self._begin(connection, "BEGIN")
            set_viewer(connection, by, diary)
            yield connection

    @contextmanager
    def transaction(
        self, by: Viewer | None = None, diary: UUID | None = None
    ) -> Iterator[Connection]:
        """A transaction that writes, for `by`: committed at the end, undone on any error.

        `diary`: the patient whose diary alone it is about, if it is about one.

        Raises:
            DatabaseBusyError: when the database is locked, full or gone; nothing was stored.
        """
        with _plainly(), self.engine.begin() as connection:
            self._begin(connection, "BEGIN IMMEDIATE")
            set_viewer(connection, by, diary)
            yield connection
        written = _WRITTEN.get()
        if written is not None and by is not None and diary is not None:
            written[diary] = by

    def _begin(self, connection: Connection, command: str) -> None:
        # Not in a listener to SQLAlchemy's "begin": with one, every statement looks for others.
        if self.is_sqlite:
            try:
                connection.connection.cursor().execute(command)
            except pysqlite3.DatabaseError as error:
                raise DatabaseBusyError from error

    def dispose(self) -> None:
        """Close all connections (a forked worker starts with none of its parent's)."""
        self.engine.dispose()


@contextmanager
def noting_diaries() -> Iterator[dict[UUID, Viewer]]:
    """Note each diary that a transaction of this block was about and stored, with who wrote."""
    written: dict[UUID, Viewer] = {}
    before = _WRITTEN.set(written)
    try:
        yield written
    finally:
        _WRITTEN.reset(before)


def set_viewer(connection: Connection, by: Viewer | None, diary: UUID | None = None) -> None:
    """Say for whom the rest of the transaction is; needed only where that shows in its midst."""
    if connection.dialect.name == "postgresql":
        # Nobody is set, too: nothing that was left on the connection may count.
        viewer = "" if by is None or by.user_id is None else str(by.user_id)
        patient = "" if diary is None else str(diary)
        connection.exec_driver_sql(_SET, {"viewer": viewer, "patient": patient})


def show_code(connection: Connection, code_hash: str) -> None:
    """Show the hash of a code that whoever asks holds, for the rest of the transaction.

    An invitation, or a token, is found by its code before it is known for whom the transaction is.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_SHOW_CODE, {"code": code_hash})


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise DatabaseBusyError from error
    except DBAPIError as error:
        # The plain class is SQLite's word for a file that is no database, or a broken one.
        if error.connection_invalidated or type(error) is DatabaseError:
            raise DatabaseBusyError from error
        raise
