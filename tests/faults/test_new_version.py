"""A new version comes while entries wait in two tabs: nothing is lost, both tabs go on."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.steps import choose
from tests.faults.conftest import OpenPhone
from tests.faults.phones import let_through, make_ready, pill, press_save, save_here, see_all_sent
from tests.faults.server import Server
from tests.patience import comes_true
from tests.rules.tree import ROOT

SYNC = "**/api/v1/sync"
CACHES = "() => caches.keys().then(names => names.length)"
HAS_TAKEN_OVER = """() => navigator.serviceWorker.getRegistration().then(one =>
  !one.installing && !one.waiting && one.active.state === 'activated')"""


@pytest.fixture
def next_version(tmp_path: Path) -> Path:
    """The same code with another style, and so with other addresses for all its files."""
    for room in ("bleedlog", "templates", "static"):
        skipped = shutil.ignore_patterns("__pycache__", "*.br", "*.gz")
        shutil.copytree(ROOT / room, tmp_path / room, ignore=skipped)
    with (tmp_path / "static/css/base.css").open("a") as style:
        style.write("/* the next version */\n")
    return tmp_path


def build_of(tab: Page) -> str:
    """The version of a page's files."""
    address: str = tab.locator("link[rel=icon]").get_attribute("href") or ""
    return address.split("/")[2]


def has_one_cache(tab: Page) -> bool:
    """Whether only one version's files are there; each page that is opened tidies up."""
    tab.reload()
    return bool(tab.evaluate(CACHES) == 1)


def test_two_tabs_and_a_full_outbox(
    open_phone: OpenPhone, cast: Cast, server: Server, next_version: Path
) -> None:
    ines = cast.person("Ines")
    tab = open_phone(ines.user)
    make_ready(tab)
    old = build_of(tab)
    other = tab.context.new_page()
    other.goto("/log/bleed")
    choose(other, "Right elbow")

    server.stop()
    tab.goto("/log/bleed")
    choose(tab, "Left knee")
    save_here(tab)
    tab.goto("/")
    expect(pill(tab)).to_have_text("1 waiting to send")
    server.home = next_version
    for one in (tab, other):
        one.route(SYNC, lambda route: route.abort())
    server.start()
    tab.goto("/")
    assert build_of(tab) != old
    assert comes_true(tab, lambda: tab.evaluate(CACHES) == 2), "the new worker is not there"
    assert comes_true(tab, lambda: tab.evaluate(HAS_TAKEN_OVER)), "the new worker is not at work"
    expect(pill(tab)).to_have_text("1 waiting to send")

    # The old page still finds the files that it has not loaded yet.
    loaded = other.evaluate(f"import('/static/{old}/js/waiting.js').then(() => true, () => false)")
    assert loaded
    let_through(other)
    press_save(other)
    expect(other.get_by_text("It is in your diary.")).to_be_visible()
    let_through(tab)
    tab.reload()
    see_all_sent(tab)
    assert sorted(server.bleeds_of(ines.diary)) == ["left knee", "right elbow"]
    # No tab needs the old files any more.
    assert comes_true(tab, lambda: has_one_cache(tab)), "the old files are still there"
    server.home = None
    server.stop()
    tab.goto("/")
    expect(tab.get_by_role("status").filter(has_text="As of")).to_be_visible()
