"""The one Chromium that all browser tests share: Playwright allows one a process."""

import atexit
import contextlib
import functools
import os
import shutil
import signal
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from tests.patience import SECONDS

NAMES = ("chromium", "chromium-browser", "google-chrome")
"""What people use; Lighthouse looks with it."""

SHELL = "chromium-headless-shell"
"""The same engine without windows of its own, whose parts are pages too: each tab of a test costs a
quarter of the time."""

expect.set_options(timeout=SECONDS * 1000)


def found() -> str:
    """Where Chromium is.

    Raises:
        FileNotFoundError: there is none on this machine.
    """
    path = next(filter(None, map(shutil.which, (SHELL, *NAMES))), None)
    if path is None:
        raise FileNotFoundError("the browser tests need one of: " + ", ".join((SHELL, *NAMES)))
    return path


@functools.cache
def chromium(text_size: int = 16) -> Browser:
    """A running Chromium; it is closed when the tests end.

    Args:
        text_size: the size of text in px that the person has set in their browser.

    Raises:
        FileNotFoundError: there is no Chromium on this machine.
    """
    browser = _playwright().chromium.launch(
        executable_path=found(), args=[f"--blink-settings=defaultFontSize={text_size}"]
    )
    atexit.register(browser.close)
    return browser


def keeping(folder: Path, base_url: str) -> BrowserContext:
    """A Chromium of its own that keeps what it stores in a folder, as a phone does."""
    return _playwright().chromium.launch_persistent_context(
        folder,
        executable_path=found(),
        base_url=base_url,
        viewport={"width": 390, "height": 844},
        locale="en-GB",
        timezone_id="Europe/London",
    )


def kill(folder: Path) -> None:
    """End the Chromium of a folder at once, as a phone does that runs out of battery."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            said = (process / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if f"--user-data-dir={folder}\0" in said:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(process.name), signal.SIGKILL)


@functools.cache
def _playwright() -> Playwright:
    manager = sync_playwright().start()
    atexit.register(manager.stop)
    return manager
