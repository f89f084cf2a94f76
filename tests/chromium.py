"""The one Chromium that all browser tests share: Playwright allows one a process."""

import atexit
import functools
import shutil

from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.patience import SECONDS

NAMES = ("chromium", "chromium-browser", "google-chrome")

expect.set_options(timeout=SECONDS * 1000)


@functools.cache
def chromium(text_size: int = 16) -> Browser:
    """A running Chromium; it is closed when the tests end.

    Args:
        text_size: the size of text in px that the person has set in their browser.

    Raises:
        FileNotFoundError: there is no Chromium on this machine.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise FileNotFoundError("the browser tests need one of: " + ", ".join(NAMES))
    browser = _playwright().chromium.launch(
        executable_path=found, args=[f"--blink-settings=defaultFontSize={text_size}"]
    )
    atexit.register(browser.close)
    return browser


@functools.cache
def _playwright() -> Playwright:
    manager = sync_playwright().start()
    atexit.register(manager.stop)
    return manager
