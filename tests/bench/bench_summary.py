"""The one-page summary as a PDF: of a short diary, and of 20 years and 10,000 entries.

Judged is the processor's time, which other programs on the machine disturb less; the wall's clock
is told beside it, and so is the first PDF of a worker, which has the libraries to load. Exit status
1 says that a budget was missed.
"""

import sys
import time
from contextlib import ExitStack

from bleedlog import create_app
from tests.bench.bench_patient_page import ENTRIES, YEARS, long_diary, short_diary
from tests.bench.budgets import (
    Measured,
    console,
    in_turn,
    middle,
    requests_logged_to_nowhere,
    show,
)
from tests.bench.made_record import Page, cookie_of, log_all, made_record
from tests.paper import pages_of
from tests.people import People

MOST_SECONDS = 1


def measure() -> list[Measured]:
    """The PDF at the clinic, and the page that says the same."""
    with ExitStack() as kept:
        record, settings = kept.enter_context(made_record())
        people = People(record)
        clinic = people.clinic()
        staff = people.staff("Stella", clinic)
        addresses = []
        with console.status("making two diaries"):
            for name, told in (("Ada", long_diary()), ("Bea", short_diary())):
                user, patient = people.user(name), people.patient(name, clinic)
                people.access(user, patient)
                log_all(record, user, patient, told)
                addresses.append(f"/clinic/patients/{patient}/summary")
        app, cookie = create_app(settings, record), cookie_of(record, staff)
        long, short, page = (
            Page(app, path, cookie)
            for path in (f"{addresses[0]}.pdf", f"{addresses[1]}.pdf", addresses[0])
        )
        kept.enter_context(requests_logged_to_nowhere())
        begun = time.perf_counter()
        short.get()
        first = time.perf_counter() - begun
        (wall,) = in_turn(
            [long.get], batches=5, repetitions=1, clock=time.perf_counter, what="the wall's clock"
        )
        of_long, of_short, of_page = in_turn(
            [long.get, short.get, page.get], batches=7, repetitions=1, what="summaries"
        )
        pages = pages_of(long.get())
    return [
        Measured(
            f"PDF, {YEARS} years and {ENTRIES:,} entries",
            f"by the wall's clock {middle(wall, 1):.2f} s",
            middle(of_long, 1),
            MOST_SECONDS,
            "s",
        ),
        Measured("the same, sides of A4", "", pages, 1, "sides"),
        Measured("PDF, 60 entries", "", middle(of_short, 1), MOST_SECONDS, "s"),
        Measured("the first PDF of a worker", "by the wall's clock", first, unit="s"),
        Measured("the page that says the same", "", middle(of_page, 1e-3), unit="ms"),
    ]


if __name__ == "__main__":
    sys.exit(show(measure()))
