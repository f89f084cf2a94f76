"""What people do and see on a phone whose server may be gone."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import choose
from tests.patience import SECONDS, comes_true

# What the phone keeps: the records of each store of the database. Nothing, where there is none yet:
# to open it would make one without stores, which the pages could not use.
_KEPT = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("bleedlog");
  opening.onupgradeneeded = () => { opening.transaction.abort(); resolve({}) };
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const db = opening.result, names = [...db.objectStoreNames], found = {};
    if (!names.length) return resolve(found);
    const tx = db.transaction(names);
    for (const name of names) {
      const all = tx.objectStore(name).getAll();
      all.onsuccess = () => { found[name] = all.result };
    }
    tx.oncomplete = () => { db.close(); resolve(found) };
  };
})"""

PAGES_KEPT = 5
"""Of each diary: home and four forms; others as they are opened."""


def kept(tab: Page) -> dict[str, list[Any]]:
    """All that the phone keeps, by store."""
    found: dict[str, list[Any]] = tab.evaluate(_KEPT)
    return found


def pill(tab: Page) -> Locator:
    """The words in the header."""
    return tab.locator("[data-pill]")


def make_ready(tab: Page, diaries: int = 1) -> None:
    """Open home, and wait until the phone has all that it needs without a connection."""
    tab.goto("/")
    if not comes_true(tab, lambda: _has_worker(tab), SECONDS / 2):
        tab.goto("/")  # what a phone could not fetch at one page it fetches at the next
    assert comes_true(tab, lambda: _has_worker(tab)), "no service worker"
    assert comes_true(tab, lambda: len(kept(tab).get("pages", [])) >= PAGES_KEPT * diaries), (
        "no pages"
    )


def _has_worker(tab: Page) -> bool:
    state = tab.evaluate("() => navigator.serviceWorker?.controller?.state")
    return bool(state == "activated")


def see_scripts_begin(tab: Page) -> None:
    """Wait for the page's scripts: before, each form goes straight to the server."""
    expect(tab.locator("[data-pill]:not([data-unknown])")).to_be_attached()


def press_save(tab: Page) -> None:
    """Save, once the scripts have begun."""
    see_scripts_begin(tab)
    tab.get_by_role("button", name="Save").click()


def wait_until_kept(tab: Page, url: str, words: str = "") -> None:
    """Until the phone keeps that page, with these words in it."""
    path = urlsplit(url).path

    def is_kept() -> bool:
        pages = [one for one in kept(tab).get("pages", []) if one["path"] == path]
        return any(words in "".join(one["parts"]) for one in pages)

    assert comes_true(tab, is_kept), f"{path} is not kept"


def save_here(tab: Page) -> None:
    """Save, and see that it is on this phone only."""
    press_save(tab)
    expect(tab.get_by_role("status").filter(has_text="It is sent when")).to_be_visible()
    expect(tab).to_have_title("Saved on this phone - bleedlog")


def log_here(tab: Page, *answers: str) -> None:
    """Log a bleed without a connection, from the home page."""
    tab.goto("/")
    tab.get_by_role("link", name="Log a bleed").click()
    choose(tab, *answers)
    save_here(tab)


def let_through(tab: Page) -> None:
    """Nothing is in the way of this tab's requests any more.

    One that is held up at this moment goes on to the server: what was to happen to it no longer
    matters, nor that it cannot happen.
    """
    tab.unroute_all(behavior="ignoreErrors")


def see_all_sent(tab: Page) -> None:
    """Everything is on the server."""
    # The page comes with "Saved" and looks into the phone a moment later.
    assert comes_true(tab, lambda: kept(tab)["waiting"] == []), "something still waits"
    expect(pill(tab)).to_have_text("Saved")
