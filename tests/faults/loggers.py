"""Four people who log while everything goes wrong, and what must hold when it is over.

Every id that was acknowledged is on the server; every id that was logged is on the server or on
its phone; nothing is there twice; nothing is in a diary of somebody else.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from bleedlog.models.entry_input import new_id
from bleedlog.storage.engine import Database
from tests.databases import owner_of
from tests.people import A_TEST, People

PEOPLE = ("Ann", "Bea", "Cai", "Dee")
SECONDS_TO_FINISH = 120
BETWEEN_TRIES = 0.05

Answer = tuple[int, Any]
Send = Callable[[dict[str, Any]], Answer]
"""Posts a body to /api/v1/sync; gives status and JSON, or 0 where no answer came."""


@dataclass
class LoggingPhone(threading.Thread):
    """Logs one bleed after the other, each until it is acknowledged, and knows what it holds."""

    patient: UUID
    send: Send
    enough: threading.Event
    logged: list[UUID] = field(default_factory=list)
    acknowledged: set[UUID] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        threading.Thread.__init__(self, daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        """Until it is enough."""
        while not self.enough.is_set():
            self._log_one()

    def _log_one(self) -> None:
        entry = new_id()
        self.logged.append(entry)
        at = datetime.now(UTC).isoformat()
        item = {
            "item": str(uuid4()),
            "patient": str(self.patient),
            "do": "log",
            "kind": "bleed",
            "id": str(entry),
            "at": at,
            "zone": "Europe/London",
            "answers": [["place", "left-knee"], ["when", "just_now"], ["note", "x" * 500]],
        }
        until = time.monotonic() + SECONDS_TO_FINISH
        while time.monotonic() < until:
            status, told = self.send({"clock": datetime.now(UTC).isoformat(), "items": [item]})
            self.statuses[status] += 1
            if status == 200:
                (one,) = told["items"]
                if one["outcome"] not in {"accepted", "unchanged"} or one["item"] != item["item"]:
                    self.wrong.append(one)
                self.acknowledged.add(entry)
                return
            # It stays on the phone, which tries again.
            time.sleep(BETWEEN_TRIES)
        self.wrong.append(f"{entry} was never taken")


@contextmanager
def people_logging(
    people: People, sender_of: Callable[[UUID, UUID], Send]
) -> Iterator[Sequence[LoggingPhone]]:
    """Let four people log while the body runs; then let each finish what it has on the phone.

    `sender_of`: by user and diary, how that person's phone posts.
    """
    enough, phones = threading.Event(), []
    for name in PEOPLE:
        user, patient = people.user(name), people.patient(name)
        people.access(user, patient)
        phones.append(LoggingPhone(patient, sender_of(user, patient), enough))
    for phone in phones:
        phone.start()
    try:
        yield phones
    finally:
        enough.set()
        for phone in phones:
            phone.join(SECONDS_TO_FINISH + 10)
    assert not any(phone.is_alive() for phone in phones)


def faults_of(record: Database, phones: Sequence[LoggingPhone]) -> list[object]:
    """What does not hold, now that it is over."""
    faults: list[object] = [one for phone in phones for one in phone.wrong]
    expected = sorted((str(phone.patient), str(one)) for phone in phones for one in phone.logged)
    acknowledged = {str(one) for phone in phones for one in phone.acknowledged}
    for table, column in (("entry", "id"), ("entry_revision", "id"), ("diary_event", "entry_id")):
        # One row an entry in each: none is missing, none is there twice, none is somebody else's.
        found = _rows(record, f"SELECT patient_id, {column} FROM {table}")  # noqa: S608 - fixed names
        if found != expected:
            missing = acknowledged - {entry for _, entry in found}
            faults.append(f"{table}: {len(found)} rows, {len(missing)} acknowledged are missing")
    orders = _rows(record, "SELECT patient_id, seq FROM entry")
    if len(orders) != len(set(orders)):
        faults.append("two entries of a diary have one number")
    return faults


def _rows(record: Database, query: str) -> list[tuple[str, str]]:
    with owner_of(record).reading(A_TEST) as connection:
        rows = connection.execute(text(query)).all()
    return sorted((_plain(row[0]), _plain(row[1])) for row in rows)


def _plain(value: object) -> str:
    """SQLite gives ids as they lie in the file."""
    words = str(value)
    return str(UUID(words)) if len(words) >= 32 else words
