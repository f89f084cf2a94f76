"""Every page is looked at by axe and with thumbs: none is added that no browser test opens."""

from collections import defaultdict
from uuid import uuid4

from bleedlog import create_app
from bleedlog.config import Settings
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


def test_every_page_is_looked_at() -> None:
    # No connection is made.
    app = create_app(Settings(database_url="sqlite:////nowhere.db", secret_key="-" * 40))
    ways = app.url_map.bind("localhost")
    names: defaultdict[str, str] = defaultdict(lambda: str(uuid4()))
    names["entry"] = f"/diary/entries/{uuid4()}"
    opened = set(NO_PAGES).union(*ELSEWHERE.values())
    for view in ALL.values():
        if view.status < 400:
            path = view.path.format_map(names).partition("?")[0]
            opened.add(ways.match(path, method="GET")[0])
            opened.update({view.leads_to} - {""})
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert pages - opened == set(), "give it a View (tests/browser/world.py and beside it)"
    assert opened - pages == set(), "there is no such page"


def test_those_that_are_looked_at_elsewhere_are() -> None:
    for path in ELSEWHERE:
        assert "seen_everywhere(" in (ROOT / path).read_text()
