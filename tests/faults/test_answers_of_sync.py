"""Whatever the server answers, if at all: an entry is on the phone or on the server, once."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.cast import Cast, Person
from tests.browser.eyes import seen_everywhere
from tests.browser.steps import choose
from tests.browser.watch import Watch
from tests.faults.conftest import OpenPhone
from tests.faults.phones import (
    kept,
    let_through,
    pill,
    press_save,
    save_here,
    see_all_sent,
    see_scripts_begin,
)
from tests.faults.server import Server
from tests.patience import comes_true, middle_of

SYNC = "**/api/v1/sync"


@pytest.fixture
def ines(cast: Cast) -> Person:
    return cast.person("Ines")


def open_form(tab: Page) -> None:
    tab.goto("/log/bleed")
    choose(tab, "Left knee")


def test_no_answer_takes_an_entry_from_the_phone(
    open_phone: OpenPhone, ines: Person, server: Server, watch: Watch
) -> None:
    statuses = (500, 400, 401, 403, 409, 413, 422, 429, 503)
    watch.expect(*statuses)
    answered = [500]

    def answer(route: Route) -> None:
        route.fulfill(status=answered[-1], content_type="application/json", body="{}")

    tab = open_phone(ines.user)
    open_form(tab)
    tab.route(SYNC, answer)
    save_here(tab)
    tab.goto("/waiting")
    said = tab.locator("[data-sent]")
    words = {401: "You are signed out.", 403: "Somebody else is signed in"}
    for status in statuses:
        answered.append(status)
        said.evaluate("one => one.replaceChildren()")
        tab.get_by_role("button", name="Send now").click()
        expect(said).to_contain_text(words.get(status, "It cannot be sent now."))
        assert len(kept(tab)["waiting"]) == 1, status
    assert server.bleeds_of(ines.diary) == []
    let_through(tab)
    tab.get_by_role("button", name="Send now").click()
    expect(tab.get_by_text("Everything is saved.")).to_be_visible()
    see_all_sent(tab)
    assert server.bleeds_of(ines.diary) == ["left knee"]


def test_one_that_the_server_cannot_read_stops_no_other(
    open_phone: OpenPhone, ines: Person, server: Server, watch: Watch
) -> None:
    """Answered 422 as a whole, each goes by itself."""
    watch.expect(422)
    tab = open_phone(ines.user)
    tab.route(SYNC, lambda route: route.abort())
    for place in ("Left knee", "Right elbow", "Left ankle"):
        tab.goto("/log/bleed")
        choose(tab, place)
        save_here(tab)
    let_through(tab)

    def refuse_the_elbow(route: Route) -> None:
        if "right-elbow" in (route.request.post_data or ""):
            route.fulfill(status=422, content_type="application/json", body="{}")
        else:
            route.continue_()

    tab.route(SYNC, refuse_the_elbow)
    tab.goto("/waiting")
    expect(pill(tab)).to_have_text("1 waiting to send")
    assert server.bleeds_of(ines.diary) == ["left knee", "left ankle"]
    assert [one["lines"][0] for one in kept(tab)["waiting"]] == ["Right elbow"]


def test_a_reply_that_is_lost_makes_no_second_entry(
    open_phone: OpenPhone, ines: Person, server: Server
) -> None:
    tab = open_phone(ines.user)
    open_form(tab)

    def lose(route: Route) -> None:
        assert route.fetch().status == 200
        route.abort()

    tab.route(SYNC, lose)
    save_here(tab)
    assert server.bleeds_of(ines.diary) == ["left knee"]
    let_through(tab)
    tab.evaluate("dispatchEvent(new Event('online'))")
    expect(tab.get_by_role("status").filter(has_text="It has been sent.")).to_be_visible()
    # Two different words: the old one is nowhere any more, to be read out or in the title.
    expect(tab.locator("main")).not_to_contain_text("Saved on this phone")
    expect(tab).to_have_title("Saved - bleedlog")
    see_all_sent(tab)
    assert server.bleeds_of(ines.diary) == ["left knee"]


def test_what_is_taken_back_after_a_lost_reply_is_taken_back_on_the_server(
    open_phone: OpenPhone, ines: Person, server: Server
) -> None:
    tab = open_phone(ines.user)

    def lose(route: Route) -> None:
        assert route.fetch().status == 200
        route.abort()

    tab.route(SYNC, lose)
    open_form(tab)
    save_here(tab)
    tab.goto("/")
    expect(pill(tab)).to_have_text("1 waiting to send")
    tab.get_by_role("button", name="It has stopped").click()
    tab.get_by_role("button", name="Undo").click()
    expect(pill(tab)).to_have_text("3 waiting to send")
    # The bleed is on the server, which is told that it goes on; then that it was no bleed.
    tab.goto("/waiting")
    bleed = tab.locator(".card").filter(has_text="Left knee").first
    bleed.locator("summary", has_text="Throw it away").click()
    expect(bleed).to_contain_text("It may be in your diary already.")
    bleed.get_by_role("button", name="Yes, throw it away").click()
    expect(pill(tab)).to_have_text("4 waiting to send")
    expect(tab.get_by_role("heading", name="Undo: Bleed")).to_be_visible()
    let_through(tab)
    tab.get_by_role("button", name="Send now").click()
    expect(tab.get_by_text("Everything is saved.")).to_be_visible()
    see_all_sent(tab)
    assert server.bleeds_of(ines.diary) == []


def test_a_tab_that_sleeps_while_it_sends_does_not_hold_up_another(
    open_phone: OpenPhone, ines: Person, server: Server
) -> None:
    tab = open_phone(ines.user)
    sleeping = tab.context.new_page()
    sleeping.goto("/healthz")
    sleeping.evaluate(
        "() => void navigator.locks.request('bleedlog-send', () => new Promise(() => {}))"
    )
    tab.clock.install()
    open_form(tab)
    press_save(tab)
    assert comes_true(tab, lambda: len(kept(tab)["waiting"]) == 1)
    tab.clock.fast_forward(30_000)
    assert comes_true(tab, lambda: server.bleeds_of(ines.diary) == ["left knee"])
    see_all_sent(tab)


def test_nothing_is_claimed_before_the_phone_was_looked_into(
    open_phone: OpenPhone, ines: Person
) -> None:
    tab = open_phone(ines.user)
    script = "**/js/outbox/store.js"
    tab.route(script, lambda route: route.abort())
    tab.goto("/")
    expect(pill(tab)).to_be_hidden()
    place = pill(tab).bounding_box()
    let_through(tab)
    tab.reload()
    expect(pill(tab)).to_be_visible()
    assert pill(tab).bounding_box() == place


def test_a_double_tap_is_one_entry(open_phone: OpenPhone, ines: Person, server: Server) -> None:
    tab = open_phone(ines.user)
    open_form(tab)
    see_scripts_begin(tab)
    button = middle_of(tab.get_by_role("button", name="Save"))
    tab.mouse.dblclick(*button)
    expect(tab.get_by_text("It is in your diary.")).to_be_visible()
    see_all_sent(tab)
    assert server.bleeds_of(ines.diary) == ["left knee"]


def test_a_phone_that_never_rests_sends_what_waits(
    open_phone: OpenPhone, ines: Person, server: Server
) -> None:
    """A browser may put off what is left to idle moments for as long as it likes."""
    tab = open_phone(ines.user)
    tab.add_init_script(
        "window.requestIdleCallback = (work, told) =>"
        " told?.timeout && setTimeout(work, told.timeout)"
    )
    tab.route(SYNC, lambda route: route.abort())
    open_form(tab)
    save_here(tab)
    let_through(tab)
    tab.goto("/")
    see_all_sent(tab)
    assert server.bleeds_of(ines.diary) == ["left knee"]


def test_a_stale_token_is_fetched_anew(
    open_phone: OpenPhone, ines: Person, server: Server, watch: Watch
) -> None:
    """As after signing out and in again in another tab."""
    watch.expect(400)
    tab = open_phone(ines.user)
    open_form(tab)
    tab.context.clear_cookies()
    tab.context.add_cookies([server.signed_in_as(ines.user)])  # type: ignore[list-item]
    press_save(tab)
    expect(tab.get_by_text("It is in your diary.")).to_be_visible()
    assert server.bleeds_of(ines.diary) == ["left knee"]


def test_what_the_server_refuses_is_looked_at_and_saved_once(
    open_phone: OpenPhone, ines: Person, server: Server
) -> None:
    tab = open_phone(ines.user)
    tab.goto("/log/bleed")
    press_save(tab)
    expect(tab).to_have_title("Error: Log a bleed - bleedlog")
    expect(tab.get_by_role("alert")).to_contain_text("Choose where the bleed is")
    # Left as it is, it needs a look; another one waits; each is said as what it is.
    tab.get_by_role("link", name="Cancel").click()
    expect(pill(tab)).to_have_text("1 to look at")
    tab.route(SYNC, lambda route: route.abort())
    tab.goto("/log/bleed")
    choose(tab, "Right elbow")
    save_here(tab)
    expect(pill(tab)).to_have_text("1 to look at, 1 to send")
    assert seen_everywhere(tab) == {}
    tab.goto("/more")
    tab.get_by_role("button", name="Sign out").click()
    dialog = tab.get_by_role("dialog", name="Not everything is sent")
    expect(dialog).to_contain_text("1 to look at")
    expect(dialog).to_contain_text("1 still on this phone")
    dialog.get_by_role("button", name="Stay signed in").click()
    tab.goto("/")
    expect(tab.get_by_role("main").get_by_role("link", name="1 to look at")).to_be_visible()
    expect(tab.get_by_role("main").get_by_role("link", name="1 waiting to send")).to_be_visible()
    pill(tab).click()
    expect(tab.get_by_role("heading", level=2)).to_have_text(["Needs a look", "Waiting to send"])
    assert seen_everywhere(tab) == {}
    let_through(tab)
    tab.get_by_role("button", name="Send now").click()
    expect(pill(tab)).to_have_text("1 to look at")
    expect(tab.get_by_role("heading", level=2)).to_have_text(["Needs a look"])
    expect(tab.get_by_role("main")).to_contain_text("Choose where the bleed is")
    tab.get_by_role("link", name="Open it again").click()
    expect(tab.get_by_role("alert").first).to_contain_text("Choose where the bleed is")
    choose(tab, "Left knee")
    press_save(tab)
    expect(tab.get_by_text("It is in your diary.")).to_be_visible()
    see_all_sent(tab)
    assert server.bleeds_of(ines.diary) == ["right elbow", "left knee"]


def test_what_is_refused_later_does_not_say_that_it_waits(
    open_phone: OpenPhone, ines: Person, watch: Watch
) -> None:
    """Kept without an answer, then refused, while the card of what was saved is still there."""
    watch.expect(503)
    tab = open_phone(ines.user)
    open_form(tab)
    tab.route(SYNC, lambda route: route.fulfill(status=503))
    save_here(tab)

    def refuse(route: Route) -> None:
        items = [
            {
                "item": one["item"],
                "outcome": "rejected",
                "reasons": [{"field": None, "message": "You can no longer write in this diary."}],
            }
            for one in (route.request.post_data_json or {})["items"]
        ]
        route.fulfill(json={"items": items, "pulled": {}})

    let_through(tab)
    tab.route(SYNC, refuse)
    tab.evaluate("dispatchEvent(new Event('online'))")
    expect(tab.get_by_role("alert").filter(has_text="This needs a look")).to_contain_text(
        "You can no longer write in this diary."
    )
    expect(tab.get_by_role("main")).not_to_contain_text("It is sent when")
    expect(pill(tab)).to_have_text("1 to look at")
