"""Everybody awkward of the demo, on one page each: paper, page, sheet, interface, command agree."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import text

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.demo.awkward import AWKWARD
from bleedlog.services.travel import export_diary
from bleedlog.storage.engine import Database
from tests.cli.rates_command import run
from tests.demos import TODAY
from tests.paper import faults_of, pages_of, parts_of, words_of
from tests.people import A_TEST, People
from tests.web.browser import Browser
from tests.web.clinic.pages import words
from tests.web.conftest import SECRET
from tests.web.summary.sheets import CLINICAL, OWN, row_words


@dataclass(frozen=True)
class Ward:
    """Who looks at the awkward people."""

    record: Database
    people: dict[str, UUID]
    """Diaries by name."""
    clinic: Browser
    """Of a haematologist."""
    helper: Browser
    """Of somebody who may read all of their diaries."""


@pytest.fixture(scope="module")
def ward(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ward]:
    """The demo's record, with a clinic that everybody awkward lets look."""
    path = tmp_path_factory.mktemp("awkward") / "bleedlog.db"
    shutil.copyfile(made / "bleedlog.db", path)
    url = f"sqlite:///{path}"
    with time_machine.travel(datetime.combine(TODAY, time(12), UTC), tick=False):
        record = Database(url)
        try:
            yield _ward(record, url)
        finally:
            record.dispose()


def _ward(record: Database, url: str) -> Ward:
    awkward = {one.name for one in AWKWARD}
    with record.reading(A_TEST) as connection:
        rows = connection.execute(text("SELECT id, name FROM patient")).all()
    found = {row.name: UUID(str(row.id)) for row in rows if row.name in awkward}
    people = People(record)
    leeds = people.clinic("Leeds")
    people.staff("Nia", leeds)
    helper = people.user("Gran")
    for diary in found.values():
        people.consent(diary, leeds)
        people.access(helper, diary, AccessRole.CARER_READ)
    settings = Settings(database_url=url, secret_key=SECRET, demo=True)
    app = create_app(settings, record)
    browsers = [Browser(app, base_url=settings.base_url) for _ in range(2)]
    for browser, name in zip(browsers, ("Nia", "Gran"), strict=True):
        browser.come_in(name)
    return Ward(record, found, *browsers)


def person_of(rates: dict[str, Any]) -> dict[str, Any]:
    """The windows and comparisons of the one person; none of somebody who noted nothing."""
    person: dict[str, Any] = next(iter(rates["patients"]), {})
    return {name: person.get(name, []) for name in ("windows", "comparisons")}


@pytest.mark.slow
@pytest.mark.parametrize("name", [one.name for one in AWKWARD])
def test_one_page_says_what_every_other_way_says(ward: Ward, name: str, tmp_path: Path) -> None:
    diary = ward.people[name]
    address = f"/clinic/patients/{diary}"
    told = person_of(ward.helper.get(f"/api/v1/rates?patient={diary}").get_json())
    exported = export_diary(ward.record, by=A_TEST, patient_id=diary).text
    assert person_of(json.loads(run("--json", "-", given=exported).stdout)) == told

    sheet = csv.DictReader(io.StringIO(ward.clinic.get(f"{address}/rates.csv").text))
    abrs = {(row["window"], row["kind"]): row["abr"] for row in sheet}
    for window in told["windows"]:
        rate = window["rates"]["all"]
        known = rate is not None and rate["abr"] is not None
        assert abrs[window["name"], "all"] == (repr(rate["abr"]) if known else "")

    for browser, page, query, names in (
        (ward.clinic, f"{address}/summary", "", CLINICAL),
        (ward.helper, "/numbers/summary", f"?patient={diary}", OWN),
    ):
        made = browser.get(f"{page}.pdf{query}").data
        assert pages_of(made) == 1
        assert faults_of(made, tmp_path) == []
        on_paper, on_page = words_of(made), words(browser.get(f"{page}{query}").text)
        rows = [
            row_words(window, told["comparisons"], names, with_p=browser is ward.clinic)
            for window in told["windows"]
        ]
        shown = [row for row in rows if row in on_paper]
        assert [row for row in rows if row in on_page] == shown
        assert len(shown) >= min(len(rows), 3)
        # Those of the comparison are never cut.
        assert set(rows[:1] + rows[-1:]) <= set(shown)
        assert all(alt for tag, alt in parts_of(made) if tag == "/Figure")
