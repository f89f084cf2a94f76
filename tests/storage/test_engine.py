"""Durable settings, real transactions, and no update lost."""

import threading
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, text

from bleedlog.models.viewer import Viewer, console
from bleedlog.storage.engine import Database, DatabaseBusyError, set_viewer


def test_a_file_that_is_no_database_does_not_answer(tmp_path: Path) -> None:
    file = tmp_path / "diary.db"
    file.write_text("Dear diary, " * 1000, encoding="utf-8")
    database = Database(f"sqlite:///{file}")

    for open_one in (database.reading, database.transaction):
        with pytest.raises(DatabaseBusyError), open_one() as connection:
            connection.execute(text("SELECT 1"))
    database.dispose()
    assert file.read_text(encoding="utf-8").startswith("Dear diary")


def pragma(database: Database, name: str) -> object:
    with database.reading() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_sqlite_survives_power_cuts(sqlite_database: Database) -> None:
    assert pragma(sqlite_database, "journal_mode") == "wal"
    assert pragma(sqlite_database, "synchronous") == 2  # FULL
    assert pragma(sqlite_database, "foreign_keys") == 1


def test_sqlite_is_without_the_wal_reset_bug(sqlite_database: Database) -> None:
    # The bug is mended from 3.51.3 on (sqlite.org, "The WAL-reset bug").
    with sqlite_database.reading() as connection:
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    assert tuple(map(int, version.split("."))) >= (3, 51, 3)


def test_sqlite_keeps_what_it_prepared_however_many_statements_there_were(
    sqlite_database: Database,
) -> None:
    page = ("SELECT 'who'", "SELECT 'what'", "SELECT 'when'")
    prepared: list[object] = []

    def asked(*about: object) -> int:
        # SQLite asks whether a statement is allowed while it prepares it, and only then.
        prepared.append(about)
        return 0

    with sqlite_database.reading() as connection:
        driver: Any = connection.connection.driver_connection
        driver.set_authorizer(asked)
        for number in range(300):
            connection.exec_driver_sql(f"SELECT {number}")
        for statement in page:
            connection.exec_driver_sql(statement)
        assert prepared
        prepared.clear()
        for statement in page * 2:
            connection.exec_driver_sql(statement)
        assert prepared == []
        driver.set_authorizer(None)


@pytest.mark.postgresql
def test_postgresql_waits_for_the_disk(fresh_postgresql_url: str) -> None:
    database = Database(fresh_postgresql_url)
    with database.reading() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
        assert connection.exec_driver_sql("SHOW timezone").scalar() == "UTC"
    database.dispose()


def viewer_of(connection: Connection) -> str:
    return str(connection.execute(text("SELECT current_setting('bleedlog.viewer')")).scalar_one())


@pytest.mark.postgresql
def test_a_transaction_is_for_one_viewer_and_the_next_has_forgotten(
    fresh_postgresql_url: str,
) -> None:
    database = Database(fresh_postgresql_url)
    ann = Viewer(UUID(int=1))
    for open_one in (database.reading, database.transaction):
        with open_one(ann) as connection:
            assert viewer_of(connection) == str(ann.user_id)
            # As a slip in raw SQL would leave it, for the whole life of the connection.
            connection.execute(text("SET bleedlog.viewer = 'somebody'"))
            connection.commit()
        for nobody in (None, console("a test")):
            with open_one(nobody) as connection:
                assert viewer_of(connection) == ""
                set_viewer(connection, ann)
                assert viewer_of(connection) == str(ann.user_id)
            with open_one() as connection:
                assert viewer_of(connection) == ""
    database.dispose()


def test_an_error_undoes_the_transaction(owner: Database) -> None:
    def fail() -> None:
        with owner.transaction() as connection:
            connection.execute(text("DELETE FROM alembic_version"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with owner.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1


def test_parallel_updates_are_all_there(owner: Database) -> None:
    with owner.transaction() as connection:
        connection.execute(text("CREATE TABLE tally (n INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO tally VALUES (0)"))

    def count() -> None:
        for _ in range(25):
            with owner.transaction() as connection:
                lock = "" if owner.is_sqlite else " FOR UPDATE"
                found = connection.execute(text(f"SELECT n FROM tally{lock}")).scalar_one()  # noqa: S608
                connection.execute(text("UPDATE tally SET n = :n"), {"n": found + 1})

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with owner.reading() as connection:
        assert connection.execute(text("SELECT n FROM tally")).scalar() == 100


def test_a_locked_database_says_busy(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bleedlog.storage.engine.BUSY_MILLISECONDS", 50)
    one, other = Database(sqlite_url), Database(sqlite_url)

    def write() -> None:
        with other.transaction():
            pass

    with one.transaction(), pytest.raises(DatabaseBusyError):
        write()
    write()
    one.dispose()
    other.dispose()


def test_a_database_that_is_not_there_says_busy(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/no/such/folder/bleedlog.db")

    def read() -> None:
        with database.reading() as connection:
            connection.execute(text("SELECT 1"))

    with pytest.raises(DatabaseBusyError):
        read()
