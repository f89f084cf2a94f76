"""The diary page, the processor's time for one GET, against raw Flask, Jinja and SQL.

    python -m tests.bench.bench_diary_page

Both sides render the same template with the same data. The raw side signs nobody in, asks one
question in plain SQL and has everything that is made of the rows ready beforehand: it is the
least that a page from a database can cost. Batches in turn, in one process. Exit status 1 says
that the budget was missed.
"""

import re
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pysqlite3
from flask import Flask, render_template, template_rendered
from flask_wtf.csrf import generate_csrf
from sqlalchemy import make_url

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.storage.engine import Database
from bleedlog.web.static_files import folder_of
from tests.bench.budgets import (
    Measured,
    in_turn,
    median_ratio,
    middle,
    requests_logged_to_nowhere,
    show,
)
from tests.bench.made_record import (
    Page,
    cookie_of,
    entries_of_month,
    log_all,
    made_record,
    months_before,
)
from tests.people import People

MOST_TIMES_RAW = 3.5
MONTHS = 33
"""With 15 entries each: about 500."""

ROWS = """
SELECT id, kind, start, "end", start_day, end_day, manifestation, site, side, cause, certainty,
       pain, size, stiffness, treated, product, dose_iu, reason, source, withdrawn
FROM entry
WHERE patient_id = ? AND start_day < ? AND coalesce(end_day, start_day) >= ?
ORDER BY start_minute DESC, first_seq DESC
"""
MADE_ANEW = re.compile(r'name="(csrf_token|id)" value="[^"]*"')


def made_page(record: Database, settings: Settings) -> tuple[Flask, Page, tuple[str, str, str]]:
    """The application, its page of the last whole month, and what the raw side asks for."""
    people = People(record)
    user, patient = people.user("Ada"), people.patient("Ada")
    people.access(user, patient)
    end = datetime.now(UTC).date().replace(day=1)
    months = months_before(end - timedelta(1), MONTHS)
    told = [
        entry
        for month in months
        for entry in entries_of_month(month, infusions=6, check_ins=4, bleeds=3, bruises=1, pains=1)
    ]
    log_all(record, user, patient, told)
    app = create_app(settings, record)
    page = Page(app, f"/diary?month={months[-1]:%Y-%m}", cookie_of(record, user))
    return app, page, (patient.hex, end.isoformat(), months[-1].isoformat())


def raw_page(settings: Settings, asked: tuple[str, str, str], context: dict[str, Any]) -> Page:
    """The same template from raw SQL; `context` is what ours was rendered with."""
    app = Flask("raw", static_folder=None, template_folder=str(folder_of("templates")))
    for name, value in context.items():
        app.jinja_env.globals.setdefault(name, value)
    app.jinja_env.globals["csrf_token"] = lambda: context["token"]
    connection = pysqlite3.connect(make_url(settings.database_url).database)
    cards = {card.id.replace("-", ""): card for card in context["page"]["entries"]}

    @app.get("/diary")
    def diary() -> str:
        rows = connection.execute(ROWS, asked).fetchall()
        page = context["page"] | {"entries": [cards[row[0]] for row in rows]}
        return render_template(
            "diary/month.html", page=page, active="diary", viewer=context["viewer"]
        )

    return Page(app, "/diary")


def context_of(app: Flask, page: Page) -> dict[str, Any]:
    """What our page is rendered with."""
    found: dict[str, Any] = {}

    def note(_app: Flask, context: dict[str, Any], **_: object) -> None:
        found.update(app.jinja_env.globals | context)
        found["token"] = generate_csrf()

    with template_rendered.connected_to(note, app):
        page.get()
    return found


def main() -> int:
    """Measure both and print the table."""
    with made_record() as (record, settings):
        app, ours, asked = made_page(record, settings)
        with requests_logged_to_nowhere():
            raw = raw_page(settings, asked, context_of(app, ours))
            bodies = [MADE_ANEW.sub("", page.get().decode()) for page in (ours, raw)]
            if bodies[0] != bodies[1]:
                raise RuntimeError("the two sides render different pages")
            taken, beside = in_turn(
                [ours.get, raw.get], batches=40, repetitions=25, what="diary page"
            )
    figures = f"{middle(taken, 1e-6):,.0f} us against {middle(beside, 1e-6):,.0f} us raw"
    return show(
        [
            Measured(
                "diary page, server CPU against raw",
                figures,
                median_ratio(taken, beside),
                MOST_TIMES_RAW,
            )
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
