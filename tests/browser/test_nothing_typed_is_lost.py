"""Sent twice, sent too late, sent signed out: one entry, and nothing typed is lost.

Here the browser itself sends the forms, without scripts; tests/faults has the phone's outbox.
"""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.cast import Cast, Person
from tests.browser.conftest import OpenTab
from tests.browser.steps import card, choose, open_diary, save
from tests.browser.watch import Watch
from tests.patience import comes_true, middle_of
from tests.people import PASSWORD

NOTE = 'He said "ouch" & <fell>.\nÜber Nacht geschwollen.'


@pytest.fixture
def ines(cast: Cast) -> Person:
    return cast.person("Ines")


def fill(tab: Page) -> None:
    """Answer some of a bleed's questions."""
    tab.goto("/log/bleed")
    choose(tab, "Left knee", "Yesterday", "A knock or injury")
    tab.locator("summary", has_text="Add more").click()
    tab.get_by_role("checkbox", name="Warmth").check()
    tab.get_by_label("Note", exact=True).fill(NOTE)


def see_filled(tab: Page) -> None:
    """They are all still answered."""
    for answer in ("Left knee", "Yesterday", "A knock or injury"):
        expect(tab.get_by_role("radio", name=answer)).to_be_checked()
    expect(tab.get_by_role("checkbox", name="Warmth")).to_be_checked()
    expect(tab.get_by_label("Note", exact=True)).to_have_value(NOTE)


def see_one_bleed(tab: Page) -> None:
    """The diary has it once."""
    tab.goto("/numbers")
    expect(tab.get_by_role("main")).to_contain_text("1 bleed in 1 day noted")


def test_a_double_tap_is_one_entry(open_tab: OpenTab, ines: Person) -> None:
    """The second tap comes while the answer to the first is on its way."""
    tab = open_tab(ines.user, java_script_enabled=False)
    tab.goto("/log/bleed")
    choose(tab, "Left knee")
    answers: list[int] = []

    def answer_the_second(route: Route) -> None:
        if route.request.method == "POST" and not answers:
            answers.append(route.fetch(max_redirects=0).status)
        else:
            route.continue_()

    tab.route("**/log/bleed", answer_the_second)
    button = middle_of(tab.get_by_role("button", name="Save"))
    tab.mouse.click(*button)
    assert comes_true(tab, lambda: answers == [303])
    tab.mouse.click(*button)
    expect(tab.get_by_text("It is in your diary.")).to_be_visible()
    open_diary(tab)
    expect(card(tab, "Left knee bleed")).to_have_count(1)


def test_a_form_that_arrives_twice_is_one_entry(open_tab: OpenTab, ines: Person) -> None:
    """As when the answer to the first was lost on its way and the phone sends it again."""
    tab = open_tab(ines.user, java_script_enabled=False)
    fill(tab)

    def send_twice(route: Route) -> None:
        if route.request.method == "POST":
            assert route.fetch(max_redirects=0).status == 303
        route.continue_()

    tab.route("**/log/bleed", send_twice)
    save(tab)
    see_one_bleed(tab)


def test_going_back_after_saving_begins_anew(open_tab: OpenTab, ines: Person) -> None:
    tab = open_tab(ines.user, java_script_enabled=False)
    fill(tab)
    save(tab)
    tab.go_back()
    expect(tab).to_have_title("Log a bleed - bleedlog")
    expect(tab.get_by_role("radio", name="Left knee")).not_to_be_checked()
    see_one_bleed(tab)


def test_a_page_that_was_open_for_too_long_keeps_what_was_typed(
    open_tab: OpenTab, ines: Person, watch: Watch
) -> None:
    """Signed out and in again in another tab: the first tab's token is worth nothing now."""
    tab = open_tab(ines.user, java_script_enabled=False)
    fill(tab)
    other = tab.context.new_page()
    other.goto("/more")
    other.get_by_role("button", name="Sign out").click()
    expect(other).to_have_title("Sign in - bleedlog")
    other.get_by_label("Email address").fill(ines.email)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    expect(other).to_have_title("Home - bleedlog")

    watch.expect(400)
    tab.get_by_role("button", name="Save").click()

    expect(tab).to_have_title("Error: Log a bleed - bleedlog")
    expect(tab.get_by_role("alert")).to_contain_text("This page was open for too long")
    see_filled(tab)
    save(tab)
    see_one_bleed(tab)


def test_what_was_typed_goes_through_signing_in(
    open_tab: OpenTab, ines: Person, watch: Watch
) -> None:
    tab = open_tab(ines.user, java_script_enabled=False)
    fill(tab)
    tab.context.clear_cookies()

    watch.expect(401)
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_text("what you typed is kept")).to_be_visible()
    tab.get_by_label("Email address").fill(ines.email)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_text("It is not stored yet")).to_be_visible()
    tab.get_by_role("button", name="Carry on").click()

    expect(tab.get_by_role("heading", level=1)).to_have_text("Left knee bleed")
    expect(tab.locator("dl.facts")).to_contain_text("Über Nacht geschwollen.")
    see_one_bleed(tab)


def test_a_change_on_two_devices_keeps_both(open_tab: OpenTab, ines: Person) -> None:
    phone, desk = (
        open_tab(ines.user, java_script_enabled=False),
        open_tab(ines.user, java_script_enabled=False),
    )
    phone.goto("/log/bleed")
    choose(phone, "Left knee")
    save(phone)
    for tab in (phone, desk):
        tab.goto(phone.url.partition("?")[0].removesuffix("/change") + "/change")
    choose(desk, "A knock or injury")
    save(desk)

    choose(phone, "After activity")
    phone.get_by_role("button", name="Save").click()

    expect(phone.get_by_role("alert")).to_contain_text("changed on another device")
    expect(phone.get_by_role("radio", name="After activity")).to_be_checked()
    save(phone)
    expect(phone.locator(".history")).to_contain_text("Cause: was a knock or injury")
