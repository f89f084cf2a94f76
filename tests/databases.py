"""Databases for tests: every storage test runs on SQLite and on PostgreSQL.

Each test gets a database of its own, copied from a migrated one.
"""

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from bleedlog.storage.engine import Database
from bleedlog.storage.schema import upgrade
from tests.postgresql import PostgresqlMissingError, cluster

_numbers = itertools.count(1)


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
    """The maintenance database of a throwaway cluster with a migrated template database."""
    try:
        with cluster() as url:
            _make_database(url, "template_bleedlog", "template0")
            database = Database(_named(url, "template_bleedlog"))
            upgrade(database)
            database.dispose()
            yield url
    except PostgresqlMissingError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _make_database(url: str, name: str, template: str) -> None:
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    engine.dispose()


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """The URL of a fresh SQLite database."""
    path = tmp_path / "bleedlog.db"
    shutil.copyfile(migrated_file, path)
    return f"sqlite:///{path}"


@pytest.fixture
def fresh_postgresql_url(postgresql_url: str) -> str:
    """The URL of a fresh PostgreSQL database."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    _make_database(postgresql_url, name, "template_bleedlog")
    return _named(postgresql_url, name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database, once of each kind."""
    fixture = "sqlite_url" if request.param == "sqlite" else "fresh_postgresql_url"
    url: str = request.getfixturevalue(fixture)
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database, once of each kind."""
    opened = Database(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """A fresh SQLite database, for tests to which the kind makes no difference."""
    opened = Database(sqlite_url)
    yield opened
    opened.dispose()
