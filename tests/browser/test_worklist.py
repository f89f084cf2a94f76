"""The clinic's worklist: who needs it most, narrowed while one types, with and without scripts."""

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.conftest import DESK, OpenTab
from tests.browser.lives import HEADER
from tests.browser.site import Site
from tests.browser.steps import today


@pytest.fixture
def leeds(cast: Cast) -> UUID:
    """A clinic with three patients, of whom one has an unsure bleed."""
    leeds = cast.clinic()
    cast.patient("Ada Example", leeds, nhs_number="9990000026")
    tom = cast.patient("Tom Example", leeds, nhs_number="9990000018", hospital_number="LTH-7")
    cast.bring(tom, f"{HEADER}\nbleed,{today()},,joint,knee,left,spontaneous,unsure,,prospective\n")
    cast.patient("Zoë Another", leeds)
    cast.patient("Somebody Else", cast.clinic("York"))
    return leeds


@pytest.fixture
def nia(cast: Cast, leeds: UUID) -> UUID:
    """Its haematologist."""
    return cast.haematologist("Nia", leeds)


def names(tab: Page) -> list[str]:
    """Those in the list."""
    return tab.get_by_role("main").get_by_role("heading", level=2).all_inner_texts()


def test_the_list_narrows_while_somebody_types(open_tab: OpenTab, nia: UUID, site: Site) -> None:
    tab = open_tab(nia, DESK)
    tab.goto("/clinic")
    assert names(tab) == ["Tom Example", "Ada Example", "Zoë Another"]
    first = tab.get_by_role("listitem").filter(has_text="Tom Example")
    expect(first).to_contain_text("1 unsure bleed")

    # What one looks for comes first on the keyboard.
    search, status = tab.get_by_role("searchbox"), tab.get_by_role("status")
    while not search.evaluate("one => one === document.activeElement"):
        assert "/clinic" in tab.url
        tab.keyboard.press("Tab")
        focused = tab.evaluate("document.activeElement.closest('main') !== null")
        assert not focused or search.evaluate("one => one === document.activeElement")
    search.press_sequentially("zoe")
    expect(status).to_have_text("1 found for “zoe”")
    assert names(tab) == ["Zoë Another"]
    expect(search).to_be_focused()
    search.fill("999-000-0026")
    expect(status).to_have_text("1 found for “999-000-0026”")
    assert names(tab) == ["Ada Example"]
    search.fill("999 000 0019")
    expect(tab.get_by_text("These digits are not an NHS number.")).to_be_visible()
    search.fill("lth-7")
    expect(status).to_have_text("1 found for “lth-7”")
    search.fill("somebody")
    expect(tab.get_by_text("Nobody who shares their diary with you fits.")).to_be_visible()
    search.fill("")
    expect(status).to_contain_text("3 people share with you, 1 needs something")
    assert names(tab) == ["Tom Example", "Ada Example", "Zoë Another"]
    expect(tab).to_have_url(f"{site.url}/clinic")

    tab.get_by_label("Phase").select_option("Preparing: no day noted yet")
    tab.get_by_role("button", name="Show").click()
    expect(tab).to_have_url(f"{site.url}/clinic?phase=preparing")
    search.press_sequentially("tom")
    expect(status).to_have_text("1 found for “tom”")
    tab.get_by_role("link", name="Tom Example").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Tom Example")
    expect(tab.get_by_role("main")).to_contain_text("999 000 0018 · LTH-7")


def test_without_scripts_a_button_finds(open_tab: OpenTab, nia: UUID) -> None:
    tab = open_tab(nia, DESK, java_script_enabled=False)
    tab.goto("/clinic?phase=preparing")
    tab.get_by_role("searchbox").fill("TOM")
    tab.get_by_role("button", name="Find").click()
    expect(tab.get_by_text("1 found for “TOM”")).to_be_visible()
    assert names(tab) == ["Tom Example"]
    tab.get_by_role("searchbox").fill("999 000 0019")
    tab.get_by_role("searchbox").press("Enter")
    expect(tab.get_by_role("alert")).to_contain_text("These digits are not an NHS number.")
    expect(tab.get_by_role("searchbox")).to_have_value("999 000 0019")
    tab.get_by_role("link", name="Back to the whole list").click()
    expect(tab.get_by_label("Phase")).to_have_value("preparing")
    assert len(names(tab)) == 2
