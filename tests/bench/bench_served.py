"""What one small machine serves: entries logged, and homes looked at, over HTTP, to the disk.

    python -m tests.bench.bench_served

Four phones at once, each asking again as soon as it is answered, on the same processor as the
server (gunicorn, two workers), so that a machine that only serves does more. Set against what a
million people need who log 60 entries a year, each of whom looks at home twice as often. Exit
status 1 says that they would need more than this machine.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from rich.progress import track

from bleedlog.models.entry_input import new_id
from bleedlog.storage.engine import Database
from bleedlog.web.account.browser_session import write_cookie
from tests.bench.budgets import Measured, console, show
from tests.bench.made_record import FOLDER, made_record
from tests.databases import APPLICATION, TEMPLATE, Addresses, TwoDoors, address_in, make_template
from tests.faults.killed_server import Sender, Server, signed_in
from tests.people import People
from tests.postgresql import cluster

PEOPLE = 1_000_000
ENTRIES_A_YEAR = 60
LOOKS_PER_ENTRY = 2
SECONDS_A_YEAR = 365.25 * 86_400
PHONES = 4
SECONDS = 8

Ask = Callable[[], None]


@dataclass(frozen=True)
class Kept:
    """A record that is measured."""

    name: str
    record: Database
    url: str
    """As the server reaches it."""


@contextmanager
def on_sqlite() -> Iterator[Kept]:
    """The embedded database, in a file on the disk."""
    with made_record() as (record, settings):
        yield Kept("SQLite", record, settings.database_url)


@contextmanager
def on_postgresql() -> Iterator[Kept]:
    """PostgreSQL with its two roles, waiting for the disk."""
    with cluster(durable=True) as url:
        make_template(url)
        asked = address_in(url, TEMPLATE, APPLICATION)
        record = TwoDoors(Addresses(asked, address_in(url, TEMPLATE, "postgres")))
        yield Kept("PostgreSQL", record, asked)
        record.dispose()


def logging_phone(server: Server, kept: Kept, user: UUID, patient: UUID) -> Ask:
    """Logs one bleed."""
    send = Sender(server, signed_in(kept.record, user))

    def log() -> None:
        now = datetime.now(UTC).isoformat()
        item = {
            "item": str(uuid4()),
            "patient": str(patient),
            "do": "log",
            "kind": "bleed",
            "id": str(new_id()),
            "at": now,
            "zone": "Europe/London",
            "answers": [["place", "left-knee"], ["when", "just_now"], ["note", "On the stairs."]],
        }
        status, told = send({"clock": now, "items": [item]})
        assert status == 200, status
        assert told["items"][0]["outcome"] == "accepted", told

    return log


def looking_phone(server: Server, kept: Kept, user: UUID, _patient: UUID) -> Ask:
    """Asks for home."""
    key = signed_in(kept.record, user)
    headers = {"Cookie": f"bleedlog={write_cookie(key, key.secret)}"}
    host = server.url.removeprefix("http://")

    def look() -> None:
        connection = HTTPConnection(host, timeout=30)
        connection.request("GET", "/", headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        assert answer.status == 200, answer.status

    return look


def times_a_second(phones: list[Ask], what: str) -> float:
    """How often all of them together are answered."""
    enough, answered, failed = threading.Event(), [0] * len(phones), list[BaseException]()

    def go_on(number: int) -> None:
        try:
            while not enough.is_set():
                phones[number]()
                answered[number] += 1
        except BaseException as error:  # noqa: BLE001 - told by who waits for it
            failed.append(error)

    threads = [threading.Thread(target=go_on, args=[one]) for one in range(len(phones))]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for _ in track(range(SECONDS), what, console=console, transient=True):
        time.sleep(1)
    enough.set()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return sum(answered) / (time.perf_counter() - begun)


def measured_on(kept: Kept) -> list[Measured]:
    """Entries and looks a second, as shares of what a million people need."""
    found, people = [], People(kept.record)
    everybody = []
    for number in range(PHONES):
        user, patient = people.user(f"Ada {number}"), people.patient(f"Ada {number}")
        people.access(user, patient)
        everybody.append((user, patient))
    with TemporaryDirectory(dir=FOLDER) as folder, Server(kept.url, Path(folder) / "log") as server:
        # Looks first: nobody has hundreds of bleeds that go on.
        for what, phone_of, a_year in (
            ("homes shown", looking_phone, ENTRIES_A_YEAR * LOOKS_PER_ENTRY),
            ("entries logged", logging_phone, ENTRIES_A_YEAR),
        ):
            phones = [phone_of(server, kept, *one) for one in everybody]
            rate = times_a_second(phones, f"{what}, {kept.name}")
            need = PEOPLE * a_year / SECONDS_A_YEAR
            figures = f"{rate:,.0f} a second for {need:.1f}"
            found.append(Measured(f"{what}, {kept.name}", figures, need / rate, 1, unit="of it"))
    return found


def main() -> int:
    """Measure both databases and print the table."""
    FOLDER.mkdir(exist_ok=True)
    found = []
    for database in (on_sqlite, on_postgresql):
        with database() as kept:
            found += measured_on(kept)
    return show(found)


if __name__ == "__main__":
    sys.exit(main())
