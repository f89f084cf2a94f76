"""Is this the same bleed? Asked when it is saved, answered at a press, with scripts and without."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.conftest import OpenTab
from tests.browser.steps import log_bleed

BUTTONS = ("Same bleed", "New bleed", "I can't say")


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def tab(open_tab: OpenTab, cast: Cast, request: pytest.FixtureRequest) -> Page:
    return open_tab(cast.person("Ines").user, java_script_enabled=request.param)


def test_it_is_asked_answered_taken_back_and_changed(tab: Page) -> None:
    log_bleed(tab, "Left knee", "Yesterday")
    expect(tab.get_by_role("button", name="Same bleed")).to_have_count(0)
    log_bleed(tab, "Left knee")
    question = tab.get_by_role("heading", name="Is this the same bleed as yesterday’s?")
    expect(question).to_be_in_viewport()
    for name in BUTTONS:
        expect(tab.get_by_role("button", name=name, exact=True)).to_be_in_viewport()

    tab.get_by_role("button", name="Same bleed", exact=True).click()
    expect(tab.get_by_role("status").filter(has_text="Noted: the same bleed")).to_be_visible()
    expect(tab.locator("dl.facts")).to_contain_text("The same as left knee bleed")
    tab.get_by_role("button", name="Undo").click()
    expect(question).to_be_visible()

    tab.get_by_role("button", name="New bleed", exact=True).click()
    expect(tab.locator("dl.facts")).to_contain_text("A new bleed")
    tab.locator("summary", has_text="Change your answer").click()
    tab.get_by_role("button", name="I can't say", exact=True).click()
    expect(tab.get_by_role("status").filter(has_text="you can’t say")).to_be_visible()
    expect(tab.locator("dl.facts")).not_to_contain_text("A new bleed")
