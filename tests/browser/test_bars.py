"""The bars at the bottom of a phone hide nothing for good: no focus, no last row."""

from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.axe import faults
from tests.browser.cast import Cast
from tests.browser.conftest import MIDDLING, SMALL
from tests.browser.world import VIEWS, World, make_world

# How much of what has the focus lies beneath a bar that sticks, in pixels; null where it is in one.
_HIDDEN = """() => {
  const one = document.activeElement, bars = [...document.querySelectorAll('.dock, .site-nav')];
  if (one === document.body || bars.some(bar => bar.contains(one))) return null;
  const box = one.getBoundingClientRect();
  const held = bars.filter(bar => getComputedStyle(bar).position !== 'static');
  const tops = held.map(bar => bar.getBoundingClientRect().top);
  return [one.outerHTML.slice(0, 90), Math.max(0, box.bottom - Math.min(innerHeight, ...tops))];
}"""

_LAST_ROW_HIDDEN = """() => {
  scrollTo(0, document.documentElement.scrollHeight);
  const last = document.querySelector('.site-footer').getBoundingClientRect();
  const bars = [...document.querySelectorAll('.dock, .site-nav')];
  return bars.some(bar => bar.getBoundingClientRect().top < last.bottom - 1);
}"""

MOST_TABS = 60
"""More than there are things to press on any of these pages."""

LOW: ViewportSize = {"width": 568, "height": 320}
NARROW: ViewportSize = {"width": 360, "height": 740}
TALL: ViewportSize = {"width": 320, "height": 700}


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


def _focused_beneath_a_bar(tab: Page) -> list[str]:
    """What lies beneath a bar while it has the focus, from the first to the last on the page."""
    found = []
    for _ in range(MOST_TABS):
        tab.keyboard.press("Tab")
        told = tab.evaluate(_HIDDEN)
        if told is not None and told[1] > 1:
            found.append(f"{told[0]} {told[1]} px")
    return found


@pytest.mark.parametrize("size", [SMALL, TALL, LOW], ids=lambda size: f"{size['height']} px high")
def test_the_bar_hides_nothing_for_good(
    look_as: Callable[[UUID | None], Page], world: World, size: ViewportSize
) -> None:
    tab = look_as(world.tom.user)
    tab.set_viewport_size(size)
    for name in ("home", "entry", "more"):
        VIEWS[name].show(tab, world)
        tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        tab.evaluate("scrollTo(0, 0)")
        assert _focused_beneath_a_bar(tab) == [], name
        assert not tab.evaluate(_LAST_ROW_HIDDEN), name


@pytest.mark.parametrize("size", [SMALL, MIDDLING], ids=["small", "middling"])
def test_no_row_that_is_half_beneath_the_places_is_hard_to_hit(
    look_as: Callable[[UUID | None], Page], world: World, size: ViewportSize
) -> None:
    tab = look_as(world.tom.user)
    tab.set_viewport_size(size)
    for name in ("more", "gaps", "sharing", "looked"):
        VIEWS[name].show(tab, world)
        assert faults(tab, ("target-size",)) == [], name


@pytest.mark.parametrize(
    "size", [SMALL, NARROW, MIDDLING], ids=lambda size: f"{size['width']} px wide"
)
def test_nothing_that_is_half_beneath_the_buttons_is_hard_to_hit(
    look_as: Callable[[UUID | None], Page], world: World, size: ViewportSize
) -> None:
    """However long the page above is: each row comes to lie at each height of the bar's edge."""
    tab = look_as(world.tom.user)
    tab.set_viewport_size(size)
    for name in ("home", "bleed"):
        tab.goto(VIEWS[name].address(world))
        for lower in range(0, 252, 12):
            tab.evaluate(f"document.querySelector('main').style.paddingTop = '{lower}px'")
            assert faults(tab, ("target-size",)) == [], f"{name}, {lower} px lower"
