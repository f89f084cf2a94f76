"""What can be serious is said before it is saved, with scripts and without, and saves all the same.

The red box and the line above Save come and go together, as answers are chosen.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.conftest import OpenTab
from tests.browser.steps import choose, save

WORDS = "This can be serious even if you feel well."


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def tab(open_tab: OpenTab, cast: Cast, request: pytest.FixtureRequest) -> Page:
    return open_tab(cast.person("Ines").user, java_script_enabled=request.param)


def see_warned(tab: Page, *, warned: bool = True) -> None:
    box, line = tab.get_by_text(WORDS), tab.get_by_role("link", name="This can be serious")
    if not warned:
        expect(box).to_be_hidden()
        expect(line).to_be_hidden()
        return
    expect(box).to_be_visible()
    expect(line).to_be_in_viewport()
    expect(tab.get_by_role("button", name="Save")).to_be_in_viewport()


def open_all_places(tab: Page) -> None:
    tab.locator("summary", has_text="All places").click()


def test_a_place_is_enough(tab: Page) -> None:
    tab.goto("/log/bleed")
    choose(tab, "Left knee")
    see_warned(tab, warned=False)
    open_all_places(tab)
    choose(tab, "Throat")
    see_warned(tab)
    expect(tab.get_by_role("status").filter(has_text=WORDS)).to_contain_text("Go to A&E")
    choose(tab, "Left knee")
    see_warned(tab, warned=False)
    choose(tab, "Throat")
    save(tab)
    expect(tab.get_by_role("alert")).to_contain_text(WORDS)


def test_a_major_bleed_anywhere(tab: Page) -> None:
    tab.goto("/log/bleed")
    choose(tab, "Left knee")
    tab.locator("summary", has_text="Add more").click()
    choose(tab, "Moderate")
    see_warned(tab, warned=False)
    choose(tab, "Major")
    see_warned(tab)


def test_a_bruise_of_the_tummy_only_if_it_is_large(tab: Page) -> None:
    tab.goto("/log/bruise")
    open_all_places(tab)
    choose(tab, "Tummy", "Like my palm")
    see_warned(tab, warned=False)
    choose(tab, "Larger")
    see_warned(tab)


def test_pain_is_weighed_as_it_is_typed(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user)
    tab.goto("/log/joint-pain")
    choose(tab, "Left ankle")
    pain = tab.get_by_label("Pain from 0 to 10")
    for typed, warned in (("7", False), ("8", True), ("", False), ("10", True), ("a", False)):
        pain.fill(typed)
        see_warned(tab, warned=warned)
    tab.goto("/log/bruise")
    open_all_places(tab)
    choose(tab, "Tummy")
    tab.locator("summary", has_text="Add more").click()
    see_warned(tab, warned=False)
    tab.get_by_label("Pain from 0 to 10").fill("1")
    see_warned(tab)


def test_pain_is_weighed_after_saving_without_scripts(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user, java_script_enabled=False)
    tab.goto("/log/joint-pain")
    choose(tab, "Left ankle")
    tab.get_by_label("Pain from 0 to 10").fill("9")
    save(tab)
    expect(tab.get_by_role("alert")).to_contain_text(WORDS)
    tab.get_by_role("link", name="Change").click()
    see_warned(tab)


def test_the_line_leads_to_the_box(tab: Page) -> None:
    tab.goto("/log/bleed")
    open_all_places(tab)
    choose(tab, "Throat")
    tab.get_by_role("link", name="This can be serious").click()
    expect(tab.get_by_text(WORDS)).to_be_in_viewport()
