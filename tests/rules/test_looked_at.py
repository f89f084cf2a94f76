"""Every page is looked at by axe and with thumbs: none is added that no browser test opens."""

from collections import defaultdict
from uuid import uuid4

import pytest
from flask import Flask

from bleedlog import create_app
from bleedlog.config import Settings
from tests.bench.more_pages import MORE
from tests.browser.test_every_page import ALL
from tests.rules.tree import ROOT

ELSEWHERE = {
    "tests/browser/test_second_step.py": {
        "clinic.ask_to_reset_factor", "clinic.member", "factor_settings.ask_for_codes",
        "factor_settings.ask_to_turn_off", "factor_settings.show", "own_passkeys.show",
        "own_passkeys.show_one", "second_factor.ask", "second_factor.offer",
    },
    "tests/browser/test_provider.py": {"own_provider.show"},
    "tests/browser/test_two_places.py": {"diary.choose"},
}  # fmt: skip
"""What comes after several steps, by the test that goes them and calls `seen_everywhere`."""
NO_PAGES = {
    "api.entries", "api.openapi", "api.rates", "clinic.entry_photo", "clinic.left_sheet",
    "clinic.looks_sheet", "clinic.patient_charts", "clinic.patient_picture", "clinic.patient_rates",
    "clinic.patient_results", "clinic.patient_table", "diary.numbers_charts", "diary.photo",
    "health.process", "health.ready", "phone.manifest", "phone.service_worker", "provider.back",
    "provider.go", "summary.own_pdf", "summary.patient_pdf", "sync.session",
}  # fmt: skip
"""Data, files, and ways that only lead on."""


@pytest.fixture(scope="module")
def app() -> Flask:
    # No connection is made.
    return create_app(Settings(database_url="sqlite:////nowhere.db", secret_key="-" * 40))


def pages(app: Flask) -> set[str]:
    """The endpoints of all pages."""
    rules = app.url_map.iter_rules()
    return {rule.endpoint for rule in rules if "GET" in (rule.methods or ())} - NO_PAGES


def opened_by_address(app: Flask) -> set[str]:
    """The endpoints of all views before anything is done there."""
    ways = app.url_map.bind("localhost")
    names: defaultdict[str, str] = defaultdict(lambda: str(uuid4()))
    names["entry"] = f"/diary/entries/{uuid4()}"
    paths = [view.path.format_map(names) for view in ALL.values() if view.status < 400]
    return {ways.match(path.partition("?")[0], method="GET")[0] for path in paths}


def test_every_page_is_looked_at(app: Flask) -> None:
    afterwards = {view.leads_to for view in ALL.values() if view.status < 400} - {""}
    opened = opened_by_address(app).union(afterwards, *ELSEWHERE.values())

    assert pages(app) - opened == set(), "give it a View (tests/browser/world.py and beside it)"
    assert opened - pages(app) == set(), "there is no such page"


def test_lighthouse_looks_at_every_page(app: Flask) -> None:
    assert set(MORE) == pages(app) - opened_by_address(app), "see tests/bench/more_pages.py"


def test_what_is_no_page_is_there(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= NO_PAGES


def test_those_that_are_looked_at_elsewhere_are() -> None:
    for path in ELSEWHERE:
        assert "seen_everywhere(" in (ROOT / path).read_text()
