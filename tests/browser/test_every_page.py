"""Every page for every eye and thumb: axe, small screens, large targets, light and dark."""

from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Page

from tests.browser.at_desk import AT_DESK
from tests.browser.cast import Cast
from tests.browser.conftest import SMALL, OpenTab
from tests.browser.details import DETAILS
from tests.browser.eyes import SMALL_TARGETS, WIDER_THAN_SCREEN, seen_everywhere
from tests.browser.joining import JOINING
from tests.browser.sittings import SITTINGS
from tests.browser.watch import Watch
from tests.browser.world import VIEWS, make_world

ALL = VIEWS | JOINING | AT_DESK | DETAILS | SITTINGS


@pytest.mark.parametrize("name", ALL)
def test_a_page_is_for_every_eye_and_thumb(
    look_as: Callable[[UUID | None], Page], cast: Cast, watch: Watch, name: str
) -> None:
    view, world = ALL[name], make_world(cast)
    if view.status >= 400:
        watch.expect(view.status)
    tab = look_as(view.who(world))
    view.show(tab, world)

    assert seen_everywhere(tab) == {}


@pytest.mark.parametrize(
    "name",
    [
        *("sign-in", "home", "bleed", "factor-wrong", "entry", "diary", "numbers"),
        *("gaps", "more-parent", "clinic", "patient", "summary-own"),
    ],
)
def test_a_page_bears_words_twice_as_large(open_tab: OpenTab, cast: Cast, name: str) -> None:
    """On the smallest screen, with twice the usual size of text set in the browser."""
    view, world = ALL[name], make_world(cast)
    tab = open_tab(view.who(world), SMALL, text_size=32)
    view.show(tab, world)
    assert tab.evaluate(WIDER_THAN_SCREEN) == []
    assert tab.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("text_size", [16, 32])
def test_answers_have_more_room_than_their_names(
    open_tab: OpenTab, cast: Cast, text_size: int
) -> None:
    """On the smallest screen; with words twice as large the answers had no room at all."""
    view, world = ALL["entry"], make_world(cast)
    tab = open_tab(view.who(world), SMALL, text_size=text_size)
    view.show(tab, world)
    name, answer = (tab.locator(f".facts {part}").first.bounding_box() for part in ("dt", "dd"))
    assert name is not None
    assert answer is not None
    assert answer["width"] >= name["width"]
