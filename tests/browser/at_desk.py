"""Pages about one person at a clinic's desk, as `world` has the others."""

from uuid import UUID

from playwright.sync_api import Page, expect

from tests.browser.world import GOING, View, World, open_all

SHEET = (
    "Date\tTest\tResult\tUnits\tULN\tWard\n"
    "06/08/2025\tFIX\t0.4\tIU/mL\t\t7\n"
    "07/08/2025\tALT\t22\tU/L\t45\t7\n"
    "07/08/2025\tAST\t3000\tU/L\t45\t7\n"
    "\tFerritin\t9"
)


def _nia(world: World) -> UUID:
    return world.nia


def type_another_unit(tab: Page) -> None:
    """A level in IU/mL, which is offered in IU/dL."""
    tab.get_by_label("Date").fill("2025-08-06")
    tab.get_by_label("Result").fill("0.4")
    tab.get_by_label("Unit").select_option("IU/mL")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_text("Is it 40 IU/dL?")).to_be_visible()


def _save_another_unit(tab: Page) -> None:
    type_another_unit(tab)
    tab.get_by_role("button", name="Yes, save 40 IU/dL").click()
    expect(tab.get_by_role("status")).to_contain_text("Saved: Factor IX level, 40 IU/dL.")


def _correct(tab: Page) -> None:
    _save_another_unit(tab)
    tab.get_by_role("rowheader", name="6 August 2025").get_by_role("link").click()
    tab.get_by_role("link", name="Correct").click()
    tab.get_by_label("Result").fill("38")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_text("Result: was 40")).to_be_visible()


def paste(tab: Page) -> None:
    """A sheet in which nothing is quite right."""
    tab.get_by_label("Copy the rows").fill(SHEET)
    tab.get_by_role("button", name="Read the rows").click()
    expect(tab.get_by_role("alert")).to_be_visible()


def _settle(tab: Page) -> None:
    tab.get_by_label("Why").fill("Seen on ultrasound.")
    tab.get_by_role("button", name="Not a bleed").click()
    expect(tab.get_by_role("button", name="Undo")).to_be_visible()


def _confirm(tab: Page) -> None:
    tab.get_by_role("button", name="At risk: follow up").click()
    tab.get_by_role("button", name="Confirm the week for Liver").click()
    expect(tab.get_by_text("the person sees it")).to_be_visible()


def _search_wrong_number(tab: Page) -> None:
    tab.get_by_role("searchbox").fill("999 000 0019")
    tab.get_by_role("button", name="Find").click()
    expect(tab.get_by_role("alert")).to_be_visible()


AT_DESK = {
    "clinic-nobody": View("/clinic", _nia, _search_wrong_number),
    "clinic-filtered": View("/clinic?phase=preparing", _nia, open_all),
    "record-asked": View(
        "/clinic/patients/{tom}/records/add/fix-activity", _nia, type_another_unit
    ),
    "records": View("/clinic/patients/{tom}/records/add/fix-activity", _nia, _save_another_unit),
    "record": View("/clinic/patients/{tom}/records/add/fix-activity", _nia, _correct),
    "records-pasted": View("/clinic/patients/{tom}/records/several", _nia, paste),
    "entries": View("/clinic/patients/{tom}/entries?show=all", _nia),
    "entries-settled": View("/clinic/patients/{tom}/entries", _nia, _settle),
    "entry-at-desk": View(f"/clinic/patients/{{tom}}/entries/{GOING}", _nia),
    "schedule": View("/clinic/patients/{tom}/schedule", _nia, _confirm),
    "intervals": View("/clinic/schedule", _nia),
    "ready": View("/clinic/patients/{tom}/ready", _nia),
}
