"""Something else answers, or half an answer comes: nothing is lost, and nothing is claimed."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.cast import Cast
from tests.browser.steps import choose
from tests.faults.conftest import OpenPhone
from tests.faults.phones import kept, let_through, make_ready, pill, save_here, see_all_sent
from tests.faults.server import Server

API = "**/api/v1/*"
PORTAL = "<!doctype html><title>Welcome to Train Wi-Fi</title>"


def welcome(route: Route) -> None:
    """A page of whoever lends the connection."""
    route.fulfill(status=200, content_type="text/html", body=PORTAL)


def half(route: Route) -> None:
    """The answer breaks off."""
    answer = route.fetch()
    route.fulfill(status=200, content_type="application/json", body=answer.body()[:-9])


def send_now(tab: Page) -> None:
    tab.goto("/waiting")
    tab.get_by_role("button", name="Send now").click()


@pytest.mark.parametrize("instead", [welcome, half])
def test_an_answer_that_is_none(
    open_phone: OpenPhone, cast: Cast, server: Server, instead: object
) -> None:
    ines = cast.person("Ines")
    tab = open_phone(ines.user)
    make_ready(tab)
    # A page of the phone's own knows no token, so it asks first who is signed in.
    server.stop()
    tab.goto("/log/bleed")
    choose(tab, "Left knee")
    expect(tab.get_by_text("As of")).to_be_visible()
    server.start()
    tab.route(API, instead)  # type: ignore[arg-type]
    save_here(tab)
    send_now(tab)
    expect(tab.get_by_text("It cannot be sent now.")).to_be_visible()
    expect(pill(tab)).to_have_text("1 waiting to send")
    assert len(kept(tab)["waiting"]) == 1

    # One that the page sends again by itself may get through just now.
    let_through(tab)
    tab.evaluate("dispatchEvent(new Event('online'))")
    see_all_sent(tab)
    assert server.bleeds_of(ines.diary) == ["left knee"]
