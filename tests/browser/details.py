"""A clinic's further pages about somebody, and those of their details, for tests of all pages."""

from uuid import UUID

from playwright.sync_api import Page, expect

from tests.browser.steps import today
from tests.browser.world import View, World


def _tom(world: World) -> UUID:
    return world.tom.user


def _kim(world: World) -> UUID:
    return world.kim


def _nia(world: World) -> UUID:
    return world.nia


def _correct(tab: Page) -> None:
    tab.get_by_label("Usual dose").fill("3000")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_text("4,000 IU")).to_be_visible()


def _mistype(tab: Page) -> None:
    tab.get_by_label("NHS number").fill("999 000 0017")
    tab.get_by_label("Date of birth").fill("")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("alert")).to_be_visible()


def _open_first(tab: Page) -> None:
    tab.locator("main tbody th a").first.click()
    expect(tab.locator("main dl").first).to_be_visible()


def _record_and_correct(tab: Page) -> None:
    """A clinic corrects what its own staff recorded."""
    tab.locator("#start").fill(today().isoformat())
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("button", name="Undo")).to_be_visible()
    tab.locator("main tbody th a").last.click()
    tab.get_by_role("link", name="Correct", exact=True).click()
    expect(tab.locator("#start")).to_be_visible()


def _type_nothing(tab: Page) -> None:
    tab.get_by_role("button", name="Save").first.click()
    expect(tab.get_by_role("alert")).to_be_visible()


OF_TOM = "/clinic/patients/{tom}"
DETAILS = {
    "about": View("/more/about", _tom, _correct),
    "about-child": View("/more/about?patient={max}", _kim),
    "about-wrong": View("/more/about", _tom, _mistype),
    "patient-about": View(f"{OF_TOM}/about", _nia),
    "records": View(f"{OF_TOM}/records", _nia),
    "record": View(f"{OF_TOM}/records", _nia, _open_first, leads_to="clinic.one_record"),
    "record-change": View(
        f"{OF_TOM}/records/add/back-on-prophylaxis",
        _nia,
        _record_and_correct,
        leads_to="clinic.ask_correction",
    ),
    "record-add": View(f"{OF_TOM}/records/add/fix-activity", _nia),
    "record-add-wrong": View(f"{OF_TOM}/records/add/fix-activity", _nia, _type_nothing),
    "record-several": View(f"{OF_TOM}/records/several", _nia),
    "entries": View(f"{OF_TOM}/entries", _nia),
    "entries-one": View(f"{OF_TOM}/entries", _nia, _open_first, leads_to="clinic.one_entry"),
    "summary": View(f"{OF_TOM}/summary", _nia),
    "summary-own": View("/numbers/summary", _tom),
    "patient-about-wrong": View(f"{OF_TOM}/about", _nia, _mistype),
}
