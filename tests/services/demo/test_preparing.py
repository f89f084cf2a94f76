"""Starting the demo: kept as it was, made anew when half made, nobody else's data touched."""

import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bleedlog.config import ConfigurationError, Settings
from bleedlog.services.accounts import Place, Refused, SignedIn, sign_in
from bleedlog.services.demo.folder import DemoFolder, DemoInUseError, url_of
from bleedlog.services.demo.preparing import SEED, DemoRefusedError
from bleedlog.services.record import open_record
from bleedlog.storage.demo_mark import DemoMark, read_mark, set_mark
from bleedlog.storage.engine import Database
from bleedlog.storage.schema import upgrade
from tests.demos import PASSWORD, TODAY
from tests.people import People
from tests.services.demo.conftest import prepare

SECRET = "a-secret-of-tests-0123456789-abcdefghij"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[DemoFolder]:
    """An empty folder."""
    with DemoFolder(tmp_path / ".demo") as opened:
        yield opened


@pytest.fixture
def finished(made: Path, folder: DemoFolder) -> DemoFolder:
    """A folder with a finished demo."""
    shutil.copyfile(made / "bleedlog.db", folder.database)
    return folder


def people_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        found: int = connection.execute("SELECT count(*) FROM patient").fetchone()[0]
        return found


def get_in(path: Path, password: str) -> SignedIn | Refused | object:
    record = Database(url_of(path))
    outcome = sign_in(
        record,
        email="patient@demo.example",
        password=password,
        keep=False,
        place=Place("127.0.0.1"),
        secret_key=SECRET,
    )
    record.dispose()
    return outcome


def test_a_finished_demo_is_whole_marked_and_in_one_file(made: Path) -> None:
    assert read_mark(made / "bleedlog.db") == DemoMark(SEED, TODAY)
    assert people_in(made / "bleedlog.db") == 60
    assert not (made / "making.db").exists()


def test_what_visitors_entered_is_kept(finished: DemoFolder) -> None:
    record = Database(url_of(finished.database))
    People(record).person("Visitor")
    record.dispose()

    prepared = prepare(finished)

    assert prepared.database_url == url_of(finished.database)
    assert people_in(finished.database) == 61


def test_data_of_an_older_day_are_kept_and_the_day_is_told(finished: DemoFolder) -> None:
    prepared = prepare(finished, today=TODAY + timedelta(days=3))

    assert prepared.made_on == TODAY
    assert people_in(finished.database) == 60


def test_the_password_is_the_one_that_is_printed(finished: DemoFolder) -> None:
    prepare(finished, password="another one of today")

    assert isinstance(get_in(finished.database, "another one of today"), SignedIn)
    assert isinstance(get_in(finished.database, PASSWORD), Refused)


def test_another_database_is_refused_and_left_as_it_was(folder: DemoFolder) -> None:
    record = Database(url_of(folder.database))
    upgrade(record)
    People(record).person("Ann")
    record.dispose()
    before = folder.database.read_bytes()

    with pytest.raises(DemoRefusedError, match="not a database that the demo made"):
        prepare(folder)
    with pytest.raises(DemoRefusedError, match="not a database that the demo made"):
        prepare(folder, fresh=True)

    assert folder.database.read_bytes() == before
    assert people_in(folder.database) == 1


def test_a_file_that_is_no_database_is_refused_and_left(folder: DemoFolder) -> None:
    folder.database.write_text("my shopping list")

    with pytest.raises(DemoRefusedError):
        prepare(folder, fresh=True)

    assert folder.database.read_text() == "my shopping list"


def test_a_half_made_database_that_is_not_the_demos_is_left(folder: DemoFolder) -> None:
    record = Database(url_of(folder.making))
    upgrade(record)
    record.dispose()

    with pytest.raises(DemoRefusedError):
        prepare(folder)

    assert people_in(folder.making) == 0


@pytest.mark.slow
def test_a_new_demo_takes_the_place_of_a_finished_and_of_a_half_made_one(
    finished: DemoFolder,
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    half = Database(url_of(finished.making))
    with half.transaction() as connection:
        set_mark(connection, DemoMark(SEED, TODAY))
    upgrade(half)
    for record, somebody in ((half, "Somebody"), (Database(url_of(finished.database)), "Visitor")):
        People(record).patient(somebody)
        record.dispose()
    said: list[str] = []

    prepare(finished, today=tomorrow, fresh=True, say=said.append)

    assert any("cut short" in line for line in said)
    assert read_mark(finished.database) == DemoMark(SEED, tomorrow)
    assert people_in(finished.database) == 60
    assert not finished.making.exists()


def test_only_one_start_makes_and_nothing_is_removed_under_a_running_demo(
    finished: DemoFolder,
) -> None:
    prepare(finished)  # holds the folder, as a server does
    with DemoFolder(finished.database.parent) as second:
        prepare(second)
        with pytest.raises(DemoInUseError):
            prepare(second, fresh=True)
    assert people_in(finished.database) == 60


def test_two_first_starts_at_once_do_not_disturb_each_other(folder: DemoFolder) -> None:
    folder.lock(alone=True)

    with DemoFolder(folder.database.parent) as second, pytest.raises(DemoInUseError):
        prepare(second)


def test_secrets_are_made_once_and_are_nobody_elses_to_read(folder: DemoFolder) -> None:
    password, key = folder.password, folder.secret_key_file
    first = key.read_text()

    assert folder.password == password
    assert folder.secret_key_file.read_text() == first
    for path in (key, folder.database.parent / "password"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    Settings.from_environment(
        {"BLEEDLOG_DATABASE_URL": "sqlite:////x.db", "BLEEDLOG_SECRET_KEY": first}
    )
    assert len(password) >= 12


def test_passwords_differ_between_folders(tmp_path: Path) -> None:
    with DemoFolder(tmp_path / "one") as one, DemoFolder(tmp_path / "two") as two:
        assert one.password != two.password


def test_no_server_takes_a_database_of_real_people_for_a_demo(
    finished: DemoFolder, tmp_path: Path
) -> None:
    # It would ask their clinics' staff for no second factor.
    real = tmp_path / "real.db"
    record = Database(url_of(real))
    upgrade(record)
    record.dispose()

    def settings(path: Path) -> Settings:
        return Settings(database_url=url_of(path), secret_key=SECRET, demo=True)

    for path in (real, tmp_path / "none.db"):
        with pytest.raises(ConfigurationError, match="BLEEDLOG_DEMO is for invented people"):
            open_record(settings(path))
    assert not (tmp_path / "none.db").exists()
    open_record(settings(finished.database)).dispose()
