"""Somebody holds the database for eight seconds: it is said, reading goes on, nothing is lost."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pysqlite3

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.models.entry_input import new_id
from bleedlog.storage.engine import Database
from tests.faults.in_process import SECRET, Phone
from tests.faults.loggers import faults_of, people_logging
from tests.people import People

SECONDS = 8


@contextmanager
def held(file: Path) -> Iterator[threading.Event]:
    """Hold the file for writing for that long; gives what says that it is free again."""
    holder = pysqlite3.connect(str(file), isolation_level=None, check_same_thread=False)
    holder.execute("PRAGMA busy_timeout = 5000")
    holder.execute("BEGIN IMMEDIATE")
    free = threading.Event()

    def let_go() -> None:
        holder.execute("ROLLBACK")
        holder.close()
        free.set()

    timer = threading.Timer(SECONDS, let_go)
    timer.start()
    yield free
    timer.join()


def test_a_locked_database(sqlite_url: str, sqlite_database: Database) -> None:
    app = create_app(Settings(sqlite_url, SECRET), sqlite_database)
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    senders: list[Phone] = []

    def sender_of(user: UUID, _patient: UUID) -> Phone:
        senders.append(Phone(app, sqlite_database, user))
        return senders[-1]

    with people_logging(People(sqlite_database), sender_of) as phones, held(file) as free:
        assert [senders[0].opens(path) for path in ("/", "/diary", "/api/v1/entries")] == [200] * 3
        assert not free.is_set()

    assert all(phone.statuses[503] > 0 for phone in phones)
    assert faults_of(sqlite_database, phones) == []
    assert all(len(phone.acknowledged) == len(phone.logged) for phone in phones)


def test_what_was_stored_before_is_known_again(sqlite_url: str, sqlite_database: Database) -> None:
    """The lock comes in the midst of a batch: the whole is "busy", and is sent again."""
    app = create_app(Settings(sqlite_url, SECRET), sqlite_database)
    people = People(sqlite_database)
    user, patient = people.user("Ann"), people.patient("Ann")
    people.access(user, patient)
    phone, now = Phone(app, sqlite_database, user), datetime.now(UTC).isoformat()
    items = [
        {
            "item": str(uuid4()), "patient": str(patient), "do": "log", "kind": "bleed",
            "id": str(new_id()), "at": now, "zone": "UTC",
            "answers": [["place", "left-knee"], ["when", "just_now"]],
        }
        for _ in range(40)
    ]  # fmt: skip
    assert phone({"clock": now, "items": items[:15]})[0] == 200
    with held(Path(sqlite_url.removeprefix("sqlite:///"))):
        status, told = phone({"clock": now, "items": items})
        assert (status, told["kept"]) == (503, "Nothing was stored.")
    status, told = phone({"clock": now, "items": items})

    outcomes = [one["outcome"] for one in told["items"]]
    assert (status, outcomes) == (200, ["unchanged"] * 15 + ["accepted"] * 25)
