"""PostgreSQL's two roles: the owner, who is the console, and the application's, who owns nothing.

The application's role reads and writes what pages need and no more: it cannot change what happened
(events, revisions), make or drop a table, or leave the row-level security of diaries. SQLite has no
roles.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from psycopg import Connection as Psycopg
from psycopg import sql
from sqlalchemy import Connection, event, inspect, make_url, text

from bleedlog.storage.engine import Database

_READ, _ADD = ("SELECT",), ("SELECT", "INSERT")
_CONTENT = "UPDATE ({content})"
"""Of a row's columns all but its key and whose it is: nothing moves to another diary."""
_CHANGE = (*_ADD, _CONTENT)
_ALL = (*_ADD, "UPDATE", "DELETE")

RIGHTS: Mapping[str, tuple[str, ...]] = {
    "alembic_version": _READ,
    "legal_hold": _READ,
    # To be locked while its staff changes.
    "clinic": (*_READ, _CONTENT),
    # What happened stays as it was.
    "account_event": _ADD,
    "diary_event": _ADD,
    "entry_revision": _ADD,
    "profile_change": _ADD,
    "question": _ADD,
    # What ends is marked, not removed.
    "access": _CHANGE,
    "app_user": _CHANGE,
    "consent": _CHANGE,
    "diary": _CHANGE,
    "diary_digest": _CHANGE,
    "entry": _CHANGE,
    # Kept as the phone told it; chosen once.
    "entry_conflict": (*_ADD, "UPDATE (kept, settled_at, settled_by)"),
    "invitation": _CHANGE,
    "membership": _CHANGE,
    "patient": _CHANGE,
    "photo": _CHANGE,
    "api_token": (*_ADD, "UPDATE (used_at, revoked_at)"),
    "appointment": (*_ADD, "UPDATE (ended_at)"),
    "follow_up": (*_ADD, "UPDATE (ended_at)"),
    "emergency_look": (*_ADD, "UPDATE (until, seen_at)"),
    # What lives for a while, or is used up.
    "account_code": _ALL,
    "challenge": _ALL,
    "clinic_step": (*_ADD, "DELETE"),
    "known_device": _ALL,
    "passkey": _ALL,
    "provider_identity": _ALL,
    "recovery_code": _ALL,
    "second_factor": _ALL,
    "sign_in_session": _ALL,
    "sign_in_throttle": _ALL,
    "sign_up": _ALL,
}
"""What the application's role may do with each table. A table that is not here is closed to it."""

_WHO = """
    SELECT current_user, rolsuper, rolbypassrls, rolcreaterole, EXISTS (
        SELECT FROM pg_class
        WHERE relnamespace = to_regnamespace(quote_ident(current_schema()))
            AND relkind IN ('r', 'p') AND pg_has_role(relowner, 'MEMBER')
    )
    FROM pg_roles WHERE rolname = current_user
"""


_FUNCTIONS = """
    SELECT oid::regprocedure::text FROM pg_proc
    WHERE pronamespace = to_regnamespace(quote_ident(current_schema()))
        AND starts_with(proname, 'bleedlog_') AND prorettype <> 'trigger'::regtype
"""


@dataclass(frozen=True, slots=True)
class Role:
    """By whom a connection to PostgreSQL comes in."""

    name: str
    is_superuser: bool
    bypasses_security: bool
    makes_roles: bool
    owns_tables: bool

    @property
    def sees_everything(self) -> bool:
        """Whether every diary is open to it, as to the console."""
        return self.is_superuser or self.owns_tables

    @property
    def powers(self) -> list[str]:
        """What an application must not be able to, in words; nothing for a fit role."""
        words = {
            "is a superuser": self.is_superuser,
            "bypasses row-level security": self.bypasses_security,
            "can make roles": self.makes_roles,
            "owns the tables": self.owns_tables,
        }
        return [word for word, holds in words.items() if holds]


class PowerfulRoleError(Exception):
    """An application comes in by a role that row-level security does not bind for sure."""


class RoleRefusedError(Exception):
    """The application's role could not be made; one sentence says what to do."""


def current_role(connection: Connection) -> Role:
    """The role of a PostgreSQL connection."""
    return Role(*connection.exec_driver_sql(_WHO).one())


def refuse_powers(database: Database) -> None:
    """Let each new connection raise PowerfulRoleError if its role is not fit for an application."""
    event.listen(database.engine, "connect", _refuse)


def _refuse(driver: Psycopg, _record: object) -> None:
    found = driver.execute(_WHO).fetchone()
    driver.rollback()
    role = Role(*found) if found else None
    if role is None or role.powers:
        known = f"{role.name}, which {' and '.join(role.powers)}" if role else "nobody"
        message = (
            f"BLEEDLOG_DATABASE_URL comes in as {known}: row-level security would not hold. Make"
            " that URL BLEEDLOG_OWNER_DATABASE_URL, name a role of its own here, and run:"
            " bleedlog db upgrade"
        )
        raise PowerfulRoleError(message)


def let_in(owner: Database, application_url: str) -> str | None:
    """Make the role of `application_url` if there is none, and give it its rights, no others.

    Gives its name, or None if it is the owner's own. A role that exists keeps its password.

    Raises:
        RoleRefusedError: if the URL names no role, or the owner may not make one.
        DatabaseBusyError: if the database does not answer.
    """
    url = make_url(application_url)
    if not url.username:
        message = "BLEEDLOG_DATABASE_URL must name the application's role and its password."
        raise RoleRefusedError(message)
    with owner.transaction() as connection:
        mine = current_role(connection)
        if url.username == mine.name:
            return None
        role = sql.Identifier(url.username)
        driver = connection.connection.driver_connection
        assert isinstance(driver, Psycopg)  # noqa: S101 - the engine's only driver
        if not _exists(connection, url.username):
            if not (mine.is_superuser or mine.makes_roles):
                message = (
                    f"The role {url.username} does not exist, and the owner may not make it."
                    f' Run as a superuser: CREATE ROLE "{url.username}" LOGIN PASSWORD ...;'
                )
                raise RoleRefusedError(message)
            driver.execute(_creation(driver, url.username, url.password))
        for statement in _grants(connection, role):
            driver.execute(statement)
    return url.username


def _exists(connection: Connection, name: str) -> bool:
    found = connection.execute(text("SELECT FROM pg_roles WHERE rolname = :name"), {"name": name})
    return found.first() is not None


def _creation(driver: Psycopg, name: str, password: str | None) -> sql.Composed:
    made = sql.SQL(
        "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION"
    ).format(sql.Identifier(name))
    if not password:
        return made
    # Hashed here: the server's log never gets the password itself.
    hashed = driver.pgconn.encrypt_password(
        password.encode(), name.encode(), b"scram-sha-256"
    ).decode()
    return made + sql.SQL(" PASSWORD {}").format(sql.Literal(hashed))


def _grants(connection: Connection, role: sql.Identifier) -> Iterator[sql.Composed]:
    place = connection.execute(text("SELECT current_database(), current_schema()")).one()
    database, schema = sql.Identifier(place[0]), sql.Identifier(place[1])
    yield sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(database)
    yield sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, role)
    yield sql.SQL("REVOKE CREATE ON SCHEMA {} FROM PUBLIC").format(schema)
    yield sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, role)
    yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA {} FROM {}").format(schema, role)
    known = inspect(connection)
    for table in sorted(set(known.get_table_names()) & set(RIGHTS)):
        key = {*known.get_pk_constraint(table)["constrained_columns"], "patient_id"}
        content = [one["name"] for one in known.get_columns(table) if one["name"] not in key]
        columns = sql.SQL(", ").join(map(sql.Identifier, content))
        rights = sql.SQL(", ").join(sql.SQL(one).format(content=columns) for one in RIGHTS[table])
        yield sql.SQL("GRANT {} ON {} TO {}").format(rights, sql.Identifier(table), role)
    for name in connection.execute(text(_FUNCTIONS)).scalars():
        yield sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(sql.SQL(name), role)
