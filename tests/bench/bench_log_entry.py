"""Logging an entry, to the disk, against one raw insert into SQLite.

    python -m tests.bench.bench_log_entry

Ours is the whole service: what was said is validated, the viewer's standing looked up, then the
entry, its revision and the audit event are written and committed. The raw side inserts one row
of the same columns into a table of its own and commits. Both in WAL mode with synchronous=FULL,
each commit waiting for the disk, by the wall's clock; in turn, in one process. Exit status 1 says
that the budget was missed.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

import pysqlite3
from sqlalchemy import make_url

from bleedlog.config import Settings
from bleedlog.models.bleed import BleedInput
from bleedlog.models.entry_input import new_id
from bleedlog.models.viewer import Viewer
from bleedlog.services.entries import log_entry
from bleedlog.storage.engine import Database
from tests.bench.budgets import Measured, in_turn, median_ratio, middle, show
from tests.bench.made_record import made_record
from tests.people import People

MOST_TIMES_RAW = 6
SAID: dict[str, Any] = {
    "start": "2024-03-01T14:30",
    "manifestation": "joint",
    "site": "knee",
    "side": "left",
    "cause": "spontaneous",
    "certainty": "certain",
    "pain": 4,
    "treated": "yes",
    "note": "After the stairs.",
}


def ours(record: Database) -> Callable[[], object]:
    """Logs a bleed as somebody signed in."""
    people = People(record)
    user, patient = people.user("Ada"), people.patient("Ada")
    people.access(user, patient)
    by = Viewer(user)

    def log() -> object:
        entry = BleedInput.model_validate({"id": new_id(), **SAID})
        return log_entry(record, by=by, patient_id=patient, entry=entry)

    return log


def raw(settings: Settings) -> Callable[[], object]:
    """Inserts a row like the first of ours into a table of its own, in a file beside ours."""
    path = make_url(settings.database_url).database or ""
    connection = pysqlite3.connect(f"{path}.raw", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("ATTACH ? AS ours", [path])
    connection.execute("CREATE TABLE entry AS SELECT * FROM ours.entry")
    connection.execute("DETACH ours")
    connection.execute("CREATE UNIQUE INDEX entry_key ON entry (patient_id, id)")
    found = connection.execute("SELECT * FROM entry")
    names = [column[0] for column in found.description]
    row = dict(zip(names, found.fetchone(), strict=True))
    insert = f"INSERT INTO entry VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - marks only

    def log() -> object:
        row["id"] = new_id().hex
        return connection.execute(insert, list(row.values()))

    return log


def main() -> int:
    """Measure both and print the table."""
    with made_record() as (record, settings):
        log = ours(record)
        log()
        insert = raw(settings)
        wall, raw_wall = in_turn(
            [log, insert],
            batches=60,
            repetitions=20,
            clock=time.perf_counter,
            what="log an entry, the wall's clock",
        )
        cpu, raw_cpu = in_turn(
            [log, insert], batches=20, repetitions=20, what="log an entry, the processor's time"
        )
    return show(
        [
            Measured(
                "log an entry against a raw insert, to the disk",
                f"{middle(wall, 1e-6):,.0f} us against {middle(raw_wall, 1e-6):,.0f} us raw",
                median_ratio(wall, raw_wall),
                MOST_TIMES_RAW,
            ),
            Measured(
                "of that the processor's time",
                f"{middle(cpu, 1e-6):,.0f} us against {middle(raw_cpu, 1e-6):,.0f} us raw",
                median_ratio(cpu, raw_cpu),
            ),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
