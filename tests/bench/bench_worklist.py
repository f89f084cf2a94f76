"""A clinic's worklist with 2,000 patients: seen again, in the morning, the first time, searched.

    python -m tests.bench.bench_worklist [--patients NUMBER]

The diaries are those of the demo's 60 people, each many times over, all at one clinic: about 250
entries each. Measured is the whole answer to one request, the best of several: on SQLite by the
processor's time, which other programs on the machine disturb less; on PostgreSQL, which is another
program, by the wall's clock, under row-level security, where it is installed. Cold is the first
view ever, when nothing of any diary is worked out yet; a morning is the first view after every
seventh diary changed behind the application's back. What is not worked out in time is then told of
on the page and worked out beside it: how long that takes for everybody is told, and how long it
takes for one diary, which is what happens beside the answer to whoever wrote in it. Exit status 1
says that a budget was missed.
"""

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, literal, null, select

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.models.clinic import Consent
from bleedlog.models.entry import Diary, Entry
from bleedlog.models.entry_input import new_id
from bleedlog.models.person import Patient
from bleedlog.models.tables import metadata
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import ActingAs
from bleedlog.services.demo.cast import Member, everybody
from bleedlog.services.demo.preparing import SEED
from bleedlog.services.freshening import freshen_diary, freshen_list
from bleedlog.storage.engine import Database
from bleedlog.storage.entry_states import add_entries, next_seq
from bleedlog.storage.roles import let_in
from bleedlog.storage.schema import upgrade
from tests.bench.budgets import Measured, console, requests_logged_to_nowhere, show
from tests.bench.made_record import BASE_URL, SECRET, Page, cookie_of, made_record
from tests.databases import (
    APPLICATION,
    OWNER,
    Addresses,
    TwoDoors,
    address_in,
    as_superuser,
    make_database,
)
from tests.people import A_TEST, People
from tests.postgresql import PostgresqlMissingError, cluster

_diary, _digest = metadata.tables["diary"], metadata.tables["diary_digest"]

PATIENTS = 2_000
MOST_MILLISECONDS = 300
REPETITIONS, OF_COLD = 25, 3
"""Many, since PostgreSQL is timed by the wall's clock: one of them is undisturbed."""
CHANGED = 7
"""Every so many diaries have changed by the next morning."""


@contextmanager
def on_postgresql() -> Iterator[tuple[Database, Settings]]:
    """A record on a throwaway cluster, opened by the application's role.

    Raises:
        PostgresqlMissingError: where there is no server to run.
    """
    with cluster() as url:
        as_superuser(url, f"CREATE ROLE {OWNER} LOGIN CREATEROLE")
        make_database(url, "bench")
        owner, application = (address_in(url, "bench", role) for role in (OWNER, APPLICATION))
        upgraded = Database(owner)
        upgrade(upgraded)
        let_in(upgraded, application)
        upgraded.dispose()
        record = TwoDoors(Addresses(application, owner))
        yield record, Settings(application, SECRET, base_url=BASE_URL)
        record.dispose()


def add_members(record: Database, clinic: UUID, patients: int) -> None:
    """So many patients who let the clinic look, by turns with the diary of each of the demo's."""
    members = list(everybody(SEED, datetime.now(UTC).date()))
    for place, member in enumerate(members):
        with record.transaction(A_TEST) as connection:
            model = _add_member(connection, clinic, member)
            for number in range(place + len(members), patients, len(members)):
                _add_copy(connection, clinic, model, number)


def _add_member(connection: Connection, clinic: UUID, member: Member) -> UUID:
    told = sorted(member.told, key=lambda one: one.at)
    now = datetime.now(UTC)
    patient = Patient(**member.person.profile.model_dump(), created_at=now)
    connection.execute(insert(Patient), [patient.model_dump()])
    connection.execute(insert(Diary), [{"patient_id": patient.id, "last_seq": 0}])
    _share(connection, clinic, patient.id)
    if told:
        add_entries(
            connection,
            patient_id=patient.id,
            entries=[one.entry for one in told],
            first_seq=next_seq(connection, patient.id),
            at=now,
            by_user=None,
            entered_by=ActingAs.CONSOLE,
            clinic_id=None,
        )
    return patient.id


def _share(connection: Connection, clinic: UUID, patient: UUID) -> None:
    row = {"patient_id": patient, "clinic_id": clinic, "granted_at": datetime.now(UTC)}
    connection.execute(insert(Consent), [row])


def _add_copy(connection: Connection, clinic: UUID, model: UUID, number: int) -> None:
    """Somebody else with the same diary."""
    other = new_id()
    for table, key in (("patient", "id"), ("diary", "patient_id"), ("entry", "patient_id")):
        columns = metadata.tables[table].c
        new = {
            key: literal(other, columns[key].type),
            "name": literal(f"Person {number}"),
            "nhs_number": null(),
        }
        chosen = select(*(new.get(one.name, one) for one in columns))
        connection.execute(
            insert(metadata.tables[table]).from_select(
                [one.name for one in columns], chosen.where(columns[key] == model)
            )
        )
    _share(connection, clinic, other)


Clock = Callable[[], float]


def best_of(
    work: Callable[[], object], clock: Clock, before: Callable[[], object] | None = None
) -> float:
    """Milliseconds that it takes, the best of several, each after `before`."""
    taken = []
    for _ in range(OF_COLD if before else REPETITIONS):
        if before:
            before()
        begun = clock()
        work()
        taken.append(clock() - begun)
    return min(taken) * 1e3


def still_being_read(page: str) -> int:
    """How many diaries the page says are being worked out."""
    found = re.search(r"([\d,]+) diar(?:y is|ies are) still being read", page)
    return int(found[1].replace(",", "")) if found else 0


def measure(
    name: str, record: Database, settings: Settings, patients: int, clock: Clock
) -> list[Measured]:
    """The worklist of one clinic on one database."""
    people = People(record)
    clinic = people.clinic()
    staff = people.staff("Stella", clinic)
    with console.status(f"making {patients:,} patients on {name}"):
        add_members(record, clinic, patients)
    with record.reading(A_TEST) as connection:
        entries = connection.execute(select(func.count()).select_from(Entry)).scalar_one()
    app = create_app(settings, record)
    cookie = cookie_of(record, staff)
    page = Page(app, "/clinic", cookie)
    with requests_logged_to_nowhere(), console.status(f"asking for the worklist on {name}"):

        def forget(every: int = 1) -> None:
            with record.transaction(A_TEST) as connection:
                kept = select(_diary.c.patient_id).order_by(_diary.c.patient_id)
                some = connection.execute(kept).scalars().all()[::every]
                connection.execute(delete(_digest).where(_digest.c.patient_id.in_(some)))

        looker, now = Viewer(staff), datetime.now(UTC)

        def work_out() -> None:
            freshen_list(record, by=looker, now=now)

        def work_out_one() -> None:
            freshen_diary(record, by=looker, patient_id=one, now=now)

        page.get()
        cold = best_of(page.get, clock, forget)
        forget()
        left = still_being_read(page.get().decode())
        whole = best_of(work_out, clock, forget)
        morning = best_of(page.get, clock, lambda: forget(CHANGED))
        work_out()
        forget(CHANGED)
        left_in_morning = still_being_read(page.get().decode())
        with record.reading(A_TEST) as connection:
            first = select(_diary.c.patient_id).order_by(_diary.c.patient_id).limit(1)
            one = connection.execute(first).scalar_one()
        single = best_of(work_out_one, clock, lambda: forget(PATIENTS))
        work_out()
        warm = best_of(page.get, clock)
        body = page.get().decode()
        if f"{patients:,} people share with you" not in body or still_being_read(body):
            raise RuntimeError("the list does not hold everybody")
        client = app.test_client(use_cookies=False)
        token = body.partition('name="csrf_token" value="')[2].partition('"')[0]

        def search(words: str) -> None:
            sent = {"csrf_token": token, "search": words}
            answer = client.post(
                "/clinic", data=sent, base_url=BASE_URL, headers={"Cookie": cookie}
            )
            if answer.status_code != 200:
                raise RuntimeError(f"the search answered {answer.status_code}")

        found = best_of(lambda: search("person 1"), clock)
    return [
        Measured(
            f"worklist of {patients:,}, {name}",
            f"{entries:,} entries, {len(body) / 1024:.0f} KB",
            warm,
            MOST_MILLISECONDS,
            "ms",
        ),
        Measured(
            "... in the morning", f"{left_in_morning:,} left", morning, MOST_MILLISECONDS, "ms"
        ),
        Measured("... for the first time", f"{left:,} left", cold, MOST_MILLISECONDS, "ms"),
        Measured("... a search that fits many", "", found, MOST_MILLISECONDS, "ms"),
        Measured("... all diaries worked out", "beside the answer", whole, unit="ms"),
        Measured("... one diary worked out", "beside the answer", single, unit="ms"),
    ]


def main() -> int:
    """Measure on both databases and print the table."""
    options = argparse.ArgumentParser(description="A clinic's worklist.")
    options.add_argument("--patients", type=int, default=PATIENTS, help="of the one clinic")
    patients = options.parse_args().patients
    with made_record() as (record, settings):
        measured = measure("SQLite", record, settings, patients, time.process_time)
    try:
        with on_postgresql() as (record, settings):
            measured += measure("PostgreSQL", record, settings, patients, time.perf_counter)
    except PostgresqlMissingError as error:
        console.print(f"Not measured on PostgreSQL: {error}")
    return show(measured)


if __name__ == "__main__":
    sys.exit(main())
