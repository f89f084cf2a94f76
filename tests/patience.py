"""Waiting for what no element of a page tells, without guessing how long it takes."""

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page

SECONDS = 20
"""How long anything may take on a busy machine; only what fails takes so long."""

BETWEEN_LOOKS = 50
"""Milliseconds in which the page goes on."""


def comes_true(tab: Page, holds: Callable[[], bool], within: float = SECONDS) -> bool:
    """Whether it holds now or within so many seconds; `holds` may do something for it."""
    until = time.monotonic() + within
    while not holds():
        if time.monotonic() > until:
            return False
        tab.wait_for_timeout(BETWEEN_LOOKS)
    return True


def middle_of(target: Locator) -> tuple[float, float]:
    """Where the middle of something is on the screen, once it has come to rest there."""
    target.scroll_into_view_if_needed()
    seen: list[object] = [None]

    def rests() -> bool:
        seen.append(target.bounding_box())
        return seen[-1] is not None and seen[-1] == seen[-2]

    assert comes_true(target.page, rests), "it never comes to rest"
    box = target.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
