"""The clinic's page of one patient: a long diary, among few patients and among many.

    python -m tests.bench.bench_patient_page [--patients NUMBER]

The long diary has 20 years and 10,000 entries: an answer for nearly every day, two doses a week,
two bleeds a month, results in the later years, gene therapy in the middle. Judged is the
processor's time, which other programs on the machine disturb less; the wall's clock is told
beside it. Also: My numbers, the clinic's list, and by the wall's clock the start of workers: both
are ended, and how long is it until one that follows them answers? Exit status 1 says that a budget
was missed.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.models.clinic_record import FixActivityInput
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.infusion import GeneTherapyInput
from bleedlog.storage.engine import Database
from tests.bench.budgets import (
    Measured,
    console,
    in_turn,
    median_ratio,
    middle,
    requests_logged_to_nowhere,
    show,
)
from tests.bench.made_record import (
    FOLDER,
    Page,
    cookie_of,
    entries_of_month,
    log_all,
    made_record,
    months_before,
)
from tests.bench.many_patients import CLINICS, add_patients
from tests.faults.killed_server import Server
from tests.people import People

YEARS, ENTRIES = 20, 10_000
FEW = 10
MOST_MILLISECONDS = 100
MOST_TIMES_FEW = 1.2
MOST_SECONDS_TO_START = 1
MOST_MEGABYTES = 150
START = """
import json, sys
from bleedlog import create_app
create_app()
# Not getrusage: to it, the most that the bench itself ever had would count, too.
status = dict(line.split(":") for line in open("/proc/self/status"))
print(json.dumps({
    "megabytes": int(status["VmHWM"].split()[0]) / 1024,
    "statsmodels": "statsmodels" in sys.modules,
}))
"""
STARTS = 5


@dataclass(frozen=True)
class Pages:
    """What is asked of one record."""

    long: Page
    short: Page
    numbers: Page
    listed: Page


def long_diary() -> list[EntryInput]:
    """20 years, 10,000 entries."""
    months = months_before(_last_month(), YEARS * 12)
    told: list[EntryInput] = [
        entry
        for month in months
        for entry in entries_of_month(
            month, infusions=9, check_ins=28, bleeds=2, bruises=1, pains=1
        )
    ]
    treated = months[len(months) // 2]
    told.append(GeneTherapyInput(start=f"{treated}", value=2e13, unit="gc/kg"))
    results = months[len(told) - ENTRIES :]
    told += [FixActivityInput(start=f"{month}", value=36, unit="IU/dL") for month in results]
    return told


def _last_month() -> date:
    return datetime.now(UTC).date().replace(day=1) - timedelta(1)


def short_diary() -> list[EntryInput]:
    """60 entries in four months: 40 doses, 12 bleeds, 8 check-ins, as the bench of rates has."""
    months = months_before(_last_month(), 4)
    return [
        entry
        for month in months
        for entry in entries_of_month(
            month, infusions=10, check_ins=2, bleeds=3, bruises=0, pains=0
        )
    ]


def made_pages(record: Database, settings: Settings, patients: int) -> Pages:
    """A record with so many patients, and the pages that are asked of it."""
    people = People(record)
    clinic = people.clinic()
    staff = people.staff("Stella", clinic)
    made = []
    model, model_user = people.patient("Max", clinic), people.user("Max")
    people.access(model_user, model)
    log_all(record, model_user, model, short_diary()[:10])
    for name, told in (("Ada", long_diary()), ("Bea", short_diary())):
        user, patient = people.user(name), people.patient(name, clinic)
        people.access(user, patient)
        log_all(record, user, patient, told)
        made.append((user, patient))
    record.dispose()
    add_patients(
        settings.database_url, like=model, user=model_user, clinic=clinic, number=patients - 3
    )
    (_, long), (short_user, short) = made
    app = create_app(settings, record)
    cookie = cookie_of(record, staff)
    return Pages(
        Page(app, f"/clinic/patients/{long}", cookie),
        Page(app, f"/clinic/patients/{short}", cookie),
        Page(app, "/numbers", cookie_of(record, short_user)),
        Page(app, "/clinic", cookie),
    )


def measure_pages(patients: int) -> list[Measured]:
    """The pages among few patients and among many."""
    with ExitStack() as kept:
        pages = []
        for number in (FEW, patients):
            with console.status(f"making {number:,} patients"):
                record, settings = kept.enter_context(made_record())
                pages.append(made_pages(record, settings, number))
        kept.enter_context(requests_logged_to_nowhere())
        few, many = pages
        (wall,) = in_turn(
            [few.long.get],
            batches=9,
            repetitions=1,
            clock=time.perf_counter,
            what="long diary, the wall's clock",
        )
        long_few, long_many = in_turn(
            [few.long.get, many.long.get], batches=15, repetitions=1, what="long diary"
        )
        short_few, short_many, numbers = in_turn(
            [few.short.get, many.short.get, few.numbers.get],
            batches=25,
            repetitions=4,
            what="short diary",
        )
        (listed,) = in_turn([many.listed.get], batches=5, repetitions=1, what="the clinic's list")
    return [
        Measured(
            f"patient page, {YEARS} years and {ENTRIES:,} entries",
            f"by the wall's clock {middle(wall, 1e-3):.0f} ms",
            middle(long_few, 1e-3),
            MOST_MILLISECONDS,
            "ms",
        ),
        Measured(
            f"the same among {patients:,} patients against {FEW}",
            f"{middle(long_many, 1e-3):.1f} ms against {middle(long_few, 1e-3):.1f} ms",
            median_ratio(long_many, long_few),
            MOST_TIMES_FEW,
        ),
        Measured(
            f"patient page, 60 entries, among {patients:,} against {FEW}",
            f"{middle(short_many, 1e-3):.1f} ms against {middle(short_few, 1e-3):.1f} ms",
            median_ratio(short_many, short_few),
            MOST_TIMES_FEW,
        ),
        Measured("My numbers, 60 entries", "", middle(numbers, 1e-3), unit="ms"),
        Measured(
            "the clinic's list",
            f"{3 + (patients - 3) // CLINICS:,} patients of {patients:,}",
            middle(listed, 1e-3),
            unit="ms",
        ),
    ]


def measure_start() -> list[Measured]:
    """Workers that follow those that ended, and what is loaded before, from nothing; five times."""
    followed = []
    with (
        made_record() as (_, settings),
        TemporaryDirectory(dir=FOLDER) as folder,
        console.status("ending workers"),
        Server(settings.database_url, Path(folder) / "log") as server,
    ):
        for _ in range(STARTS):
            server.kill_workers()
            begun = time.perf_counter()
            server.wait_until_it_answers()
            followed.append(time.perf_counter() - begun)
    environment = {
        **os.environ,
        "BLEEDLOG_DATABASE_URL": f"sqlite:///{FOLDER}/never-opened.db",
        "BLEEDLOG_SECRET_KEY": secrets.token_hex(32),
    }
    wall, told = [], []
    with console.status("starting from nothing"):
        for _ in range(STARTS):
            begun = time.perf_counter()
            started = subprocess.run(
                [sys.executable, "-c", START],
                env=environment,
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            wall.append(time.perf_counter() - begun)
            told.append(json.loads(started.stdout))
    return [
        Measured(
            "start of a worker, to its first answer",
            f"{min(followed):.2f} to {max(followed):.2f} s",
            max(followed),
            MOST_SECONDS_TO_START,
            "s",
        ),
        Measured(
            "the application from nothing, once a server",
            f"{min(wall):.2f} to {max(wall):.2f} s",
            min(wall),
            unit="s",
        ),
        Measured(
            "memory of a worker that has started",
            "",
            max(one["megabytes"] for one in told),
            MOST_MEGABYTES,
            "MB",
        ),
        Measured(
            "statsmodels loaded at the start",
            "",
            float(any(one["statsmodels"] for one in told)),
            0,
            "times",
        ),
    ]


def main() -> int:
    """Measure everything and print the table."""
    options = argparse.ArgumentParser(description="The clinic's page of one patient.")
    options.add_argument("--patients", type=int, default=100_000, help="the larger record")
    asked = options.parse_args()
    return show([*measure_start(), *measure_pages(asked.patients)])


if __name__ == "__main__":
    sys.exit(main())
