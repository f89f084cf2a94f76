"""Waiting until something holds, without guessing how long it takes."""

import time
from collections.abc import Callable
from typing import TypeVar

from tests.patience import SECONDS

BETWEEN_LOOKS = 0.05
"""Seconds."""

_Found = TypeVar("_Found")


def until(look: Callable[[], _Found | None], what: str, within: float = SECONDS) -> _Found:
    """What `look` gives as soon as that is something.

    Raises:
        AssertionError: saying `what` was waited for, if nothing came within so many seconds.
    """
    end = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < end, f"waited {within:.0f} s for {what}"
        time.sleep(BETWEEN_LOOKS)
    return found
