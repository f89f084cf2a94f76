"""Databases for tests: every storage test runs on SQLite and on PostgreSQL.

Each test gets a database of its own: on SQLite a copy of a migrated one, on PostgreSQL one that is
made like it or that another test left empty. On PostgreSQL it is used as in
life: the application comes in by a role that owns nothing, under row-level security; what a test
sets up or looks up behind everybody's back goes through the owner's door (`owner_of`).
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

from bleedlog.models.viewer import Viewer
from bleedlog.storage.engine import Database
from bleedlog.storage.roles import let_in
from bleedlog.storage.schema import upgrade
from tests.postgresql import PostgresqlMissingError, cluster
from tests.spare_databases import SpareDatabases
from tests.statements import share_statements

TEMPLATE = "template_bleedlog"
OWNER, APPLICATION = "bleedlog_owner", "bleedlog_app"


@dataclass(frozen=True)
class Addresses:
    """Where a database is, for the application and for its owner: one and the same on SQLite."""

    application: str
    owner: str


class TwoDoors(Database):
    """The application's door to a database, with the owner's beside it; the console uses that."""

    def __init__(self, addresses: Addresses) -> None:
        super().__init__(addresses.application)
        self.owner = Database(addresses.owner)
        share_statements(self)
        share_statements(self.owner)

    @contextmanager
    def reading(self, by: Viewer | None = None, diary: UUID | None = None) -> Iterator[Connection]:
        door = self.owner.reading if by and by.is_console else super().reading
        with door(by, diary) as connection:
            yield connection

    @contextmanager
    def transaction(
        self, by: Viewer | None = None, diary: UUID | None = None
    ) -> Iterator[Connection]:
        door = self.owner.transaction if by and by.is_console else super().transaction
        with door(by, diary) as connection:
            yield connection

    def dispose(self) -> None:
        super().dispose()
        self.owner.dispose()


def owner_of(database: Database) -> Database:
    """The database as its owner sees it: all of everybody's."""
    return database.owner if isinstance(database, TwoDoors) else database


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema and nothing in it."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    database.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The superuser's URL of a throwaway cluster with a migrated template database."""
    try:
        with cluster() as url:
            make_template(url)
            yield url
    except PostgresqlMissingError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))


def make_template(url: str) -> None:
    """Give a new cluster its two roles, and a database with the newest schema."""
    # As on a real server: no superuser, whose rights would hide what is missing.
    as_superuser(url, f"CREATE ROLE {OWNER} LOGIN CREATEROLE")
    make_database(url, TEMPLATE)
    database = Database(address_in(url, TEMPLATE, OWNER))
    upgrade(database)
    let_in(database, address_in(url, TEMPLATE, APPLICATION))
    database.dispose()


def address_in(url: str, database: str, role: str) -> str:
    """The URL of a database of the cluster, for a role."""
    named = make_url(url).set(database=database, username=role)
    return named.render_as_string(hide_password=False)


def as_superuser(url: str, statement: str) -> None:
    """Run a statement that no transaction may hold."""
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def make_database(url: str, name: str, template: str = "template0") -> None:
    """Make a database of the owner's."""
    as_superuser(url, f'CREATE DATABASE "{name}" OWNER {OWNER} TEMPLATE "{template}"')


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """The URL of a fresh SQLite database."""
    path = tmp_path / "bleedlog.db"
    shutil.copyfile(migrated_file, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def spare_databases(postgresql_url: str) -> Iterator[SpareDatabases]:
    """PostgreSQL databases with the newest schema."""
    spare = SpareDatabases(
        make=lambda name: make_database(postgresql_url, name, TEMPLATE),
        address=lambda name: address_in(
            postgresql_url.replace("postgresql:", "postgresql+psycopg:"), name, "postgres"
        ),
    )
    yield spare
    spare.close()


@pytest.fixture
def postgresql_addresses(
    postgresql_url: str, spare_databases: SpareDatabases
) -> Iterator[Addresses]:
    """Where a fresh PostgreSQL database is."""
    with spare_databases.one() as name:
        yield Addresses(
            address_in(postgresql_url, name, APPLICATION), address_in(postgresql_url, name, OWNER)
        )


@pytest.fixture
def fresh_postgresql_url(postgresql_addresses: Addresses) -> str:
    """The application's URL of a fresh PostgreSQL database."""
    return postgresql_addresses.application


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def addresses(request: pytest.FixtureRequest) -> Addresses:
    """Where a fresh database is, once of each kind."""
    if request.param == "sqlite":
        url = str(request.getfixturevalue("sqlite_url"))
        return Addresses(url, url)
    found = request.getfixturevalue("postgresql_addresses")
    assert isinstance(found, Addresses)
    return found


@pytest.fixture
def database(addresses: Addresses) -> Iterator[Database]:
    """A fresh database as the application uses it, once of each kind."""
    opened = TwoDoors(addresses)
    yield opened
    opened.dispose()


@pytest.fixture
def postgresql_database(postgresql_addresses: Addresses) -> Iterator[Database]:
    """A fresh PostgreSQL database as the application uses it."""
    opened = TwoDoors(postgresql_addresses)
    yield opened
    opened.dispose()


@pytest.fixture
def owner(database: Database) -> Database:
    """The same database as its owner sees it."""
    return owner_of(database)


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """A fresh SQLite database, for tests to which the kind makes no difference."""
    opened = Database(sqlite_url)
    share_statements(opened)
    yield opened
    opened.dispose()
