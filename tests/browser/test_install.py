"""The diary on the home screen: offered once, at the end of home, to whom it is of use."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.conftest import DESK, OpenTab
from tests.browser.eyes import seen_everywhere
from tests.faults.phones import kept, pill
from tests.patience import comes_true

# What Chromium sends to a page that it could install; no browser of a test is asked by it.
_ASK = """() => {
  const asked = new Event("beforeinstallprompt", { cancelable: true });
  asked.prompt = async () => { document.documentElement.dataset.prompted = "yes" };
  dispatchEvent(asked);
}"""
_IPHONE = "Object.defineProperty(navigator, 'standalone', { value: %s })"
TITLE = "Keep bleedlog on your home screen"


def open_home(tab: Page) -> None:
    tab.goto("/")
    expect(pill(tab)).to_be_visible()
    tab.wait_for_load_state("networkidle")


def look_away(tab: Page) -> None:
    """While all of a page is seen, nothing of it moves: what would push it down waits."""
    expect(tab.locator("[data-install] h2")).to_have_count(1)
    expect(tab.get_by_role("heading", name=TITLE)).to_have_count(0)
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.parametrize("answer", ["Add it", "No thanks"])
def test_it_is_asked_once(open_tab: OpenTab, cast: Cast, answer: str) -> None:
    tab = open_tab(cast.person("Ines").user)
    offer = tab.get_by_role("heading", name=TITLE)
    open_home(tab)
    expect(offer).to_have_count(0)
    tab.evaluate(_ASK)
    look_away(tab)
    expect(offer).to_be_visible()
    expect(tab.get_by_text("Tap Share")).to_have_count(0)
    if answer == "Add it":
        assert seen_everywhere(tab) == {}
    tab.get_by_role("button", name=answer).click()
    expect(offer).to_be_hidden()
    prompted = tab.locator("html[data-prompted]")
    expect(prompted).to_have_count(1 if answer == "Add it" else 0)
    assert comes_true(tab, lambda: {"name": "install"} in kept(tab)["meta"])
    open_home(tab)
    with tab.expect_response("**/js/outbox/install.js"):
        tab.evaluate(_ASK)
    tab.wait_for_load_state("networkidle")
    expect(offer).to_have_count(0)


def test_on_an_iphone_it_is_told_how(open_tab: OpenTab, cast: Cast) -> None:
    ines = cast.person("Ines")
    tab = open_tab(ines.user, DESK)
    tab.add_init_script(_IPHONE % "false")
    tab.goto("/")
    look_away(tab)
    expect(tab.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(tab.get_by_text("Tap Share in your browser")).to_be_visible()
    expect(tab.get_by_role("button", name="Add it")).to_have_count(0)
    assert seen_everywhere(tab) == {}
    # Opened from there it is there already.
    home_screen = open_tab(ines.user)
    home_screen.add_init_script(_IPHONE % "true")
    open_home(home_screen)
    expect(home_screen.get_by_role("heading", name=TITLE)).to_have_count(0)
