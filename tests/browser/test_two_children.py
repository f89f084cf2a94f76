"""A parent of two: each page names the child, and no entry goes astray between two tabs."""

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.conftest import OpenTab
from tests.browser.steps import card, choose


@pytest.fixture
def sam(cast: Cast) -> UUID:
    return cast.patient("Sam")


@pytest.fixture
def tab(open_tab: OpenTab, cast: Cast, sam: UUID) -> Page:
    """The parent's phone."""
    return open_tab(cast.parent("Pat", cast.patient("Alex"), sam))


def open_child(tab: Page, name: str) -> None:
    """Open a child's home page."""
    tab.goto("/")
    other = tab.get_by_role("main").get_by_role("link", name=name)
    if other.count():
        other.click()
    expect(tab.locator(".kicker")).to_contain_text(f"{name}’s diary")


def test_every_page_names_the_child_and_stays_with_it(tab: Page) -> None:
    open_child(tab, "Sam")
    for name in ("Diary", "My numbers", "Home"):
        link = tab.get_by_role("navigation").get_by_role("link", name=name)
        link.click()
        expect(link).to_have_attribute("aria-current", "page")
        expect(tab.get_by_role("main")).to_contain_text("Sam’s diary")
    tab.get_by_role("link", name="Log a bleed").click()
    expect(tab.get_by_role("main")).to_contain_text("Sam’s diary")
    expect(tab.get_by_text("Sam’s left", exact=True)).to_be_visible()
    choose(tab, "Left knee")
    tab.get_by_role("button", name="Save for Sam").click()
    expect(tab.get_by_text("It is in Sam’s diary.")).to_be_visible()
    tab.get_by_role("link", name="Change").click()
    expect(tab.get_by_role("button", name="Save for Sam")).to_be_visible()
    tab.get_by_role("link", name="Cancel").click()
    tab.get_by_role("button", name="Take it out of the diary").click()
    expect(tab.get_by_text("Taken out of the diary")).to_be_visible()
    expect(tab.get_by_role("main")).to_contain_text("Sam’s diary")
    for name in ("More", "Home"):
        link = tab.get_by_role("navigation").get_by_role("link", name=name)
        link.click()
        expect(link).to_have_attribute("aria-current", "page")
    expect(tab.get_by_role("main")).to_contain_text("Sam’s diary")


def test_an_entry_goes_to_the_child_whose_form_it_is(tab: Page) -> None:
    open_child(tab, "Sam")
    tab.get_by_role("link", name="Log a bleed").click()
    choose(tab, "Left knee")
    other = tab.context.new_page()
    open_child(other, "Alex")

    tab.get_by_role("button", name="Save for Sam").click()
    expect(tab.get_by_text("It is in Sam’s diary.")).to_be_visible()
    other.get_by_role("button", name="No bleeds").click()
    expect(other.get_by_role("button", name="Undo")).to_be_visible()

    tab.get_by_role("link", name="Diary").first.click()
    expect(card(tab, "Left knee bleed")).to_have_count(1)
    expect(card(tab, "No bleeds")).to_have_count(0)
    other.get_by_role("link", name="Diary", exact=True).click()
    expect(card(other, "Left knee bleed")).to_have_count(0)
    expect(card(other, "No bleeds")).not_to_have_count(0)


def test_undo_takes_back_what_was_noted_for_that_child(tab: Page, sam: UUID) -> None:
    open_child(tab, "Sam")
    tab.get_by_role("button", name="No bleeds").click()
    tab.get_by_role("button", name="Undo").click()
    expect(tab.get_by_role("button", name="Undo")).to_have_count(0)
    expect(tab.get_by_role("main")).to_contain_text("Sam’s diary")
    assert f"patient={sam}" in tab.url
