"""What a database says about itself: for whoever runs it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, select, text

from bleedlog.models.audit import AccountEvent
from bleedlog.storage.engine import Database
from bleedlog.storage.roles import current_role

NEVER_CHANGED = ("account_event", "diary_event", "entry_revision", "profile_change", "question")
_READ_BY_OTHERS = 0o004

_event = AccountEvent.__table__  # type: ignore[attr-defined]
_NEWEST = select(_event.c.at).order_by(_event.c.at.desc()).limit(1)
_SERVER = text("""
    SELECT current_setting('server_version_num')::int / 10000 AS major,
        current_setting('synchronous_commit') AS synchronous_commit, clock_timestamp() AS now,
        current_database() AS name, pg_postmaster_start_time() AS up_since
""")
_OPEN_TABLES = text("""
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = to_regnamespace(quote_ident(current_schema()))
        AND c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
        AND (c.relname = 'patient' OR EXISTS (
            SELECT FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attname = 'patient_id' AND NOT a.attisdropped
        ))
    ORDER BY c.relname
""")
_CHANGEABLE = text("""
    SELECT has_any_column_privilege(:table, 'UPDATE') OR has_table_privilege(:table, 'DELETE')
        OR has_table_privilege(:table, 'TRUNCATE')
""")


@dataclass(frozen=True, slots=True)
class SqliteFacts:
    """A SQLite file."""

    name: str
    file: Path
    version: tuple[int, ...]
    journal: str
    synchronous: int
    others_can_read: bool


@dataclass(frozen=True, slots=True)
class PostgresqlFacts:
    """A PostgreSQL database, as one role sees it."""

    name: str
    major: int
    synchronous_commit: str
    now: datetime
    place: tuple[str, datetime]
    """The same for the same database, whoever asks."""
    role: str
    powers: list[str]
    sees_everything: bool
    open_tables: list[str]
    """With a patient in them, and without forced row-level security."""
    changeable: list[str]
    """Of what must never change, what the role can change."""


DatabaseFacts = SqliteFacts | PostgresqlFacts


def database_facts(database: Database) -> DatabaseFacts:
    """What a database of this version's schema says about itself.

    Raises:
        DatabaseBusyError: if it does not answer.
    """
    with database.reading() as connection:
        return _sqlite(connection) if database.is_sqlite else _postgresql(connection)


def file_of(database: Database) -> Path | None:
    """Where SQLite keeps it; None for PostgreSQL."""
    return Path(database.engine.url.database or "").absolute() if database.is_sqlite else None


def _sqlite(connection: Connection) -> SqliteFacts:
    version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    file = Path(connection.engine.url.database or "").absolute()
    return SqliteFacts(
        name=f"SQLite {version}",
        file=file,
        version=tuple(int(part) for part in version.split(".")),
        journal=connection.exec_driver_sql("PRAGMA journal_mode").scalar_one(),
        synchronous=connection.exec_driver_sql("PRAGMA synchronous").scalar_one(),
        others_can_read=bool(file.stat().st_mode & _READ_BY_OTHERS),
    )


def _postgresql(connection: Connection) -> PostgresqlFacts:
    server = connection.execute(_SERVER).one()
    role = current_role(connection)
    there = set(inspect(connection).get_table_names())
    return PostgresqlFacts(
        name=f"PostgreSQL {server.major}",
        major=server.major,
        synchronous_commit=server.synchronous_commit,
        now=server.now.astimezone(UTC),
        place=(server.name, server.up_since),
        role=role.name,
        powers=role.powers,
        sees_everything=role.sees_everything,
        open_tables=list(connection.execute(_OPEN_TABLES).scalars()),
        changeable=[
            table
            for table in NEVER_CHANGED
            if table in there and connection.execute(_CHANGEABLE, {"table": table}).scalar_one()
        ],
    )


def newest_event(database: Database) -> datetime | None:
    """When something was last done with an account, or None."""
    with database.reading() as connection:
        found: datetime | None = connection.execute(_NEWEST).scalar()
    return found
