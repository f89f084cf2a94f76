"""Every page for every eye and thumb: axe, small screens, large targets, light and dark."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.cast import Cast
from tests.browser.conftest import DESK, PHONE, SMALL, OpenTab
from tests.browser.watch import Watch
from tests.browser.world import VIEWS, make_world

# Whatever is pressed or typed in, as wide and high as a thumb. A label belongs to its radio; a
# link inside a sentence is exempt (WCAG 2.2, 2.5.8).
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'a, button, select, textarea, summary, input:not([type=hidden]), label.chip')]
  .filter(one => one.checkVisibility({visibilityProperty: true})
    && !one.matches('p a, li a, .skip-link, tbody th a, .site-footer a')
    && !one.closest('.chart-stage'))
  .map(one => [one.closest('.check, .card-link, .chip, .dot') || one, one])
  .map(([box, one]) => [box.getBoundingClientRect(), one])
  .filter(([box]) => box.width < 43.9 || box.height < 43.9)
  .map(([box, one]) => `${one.outerHTML.slice(0, 90)} ${box.width} x ${box.height}`)"""

WIDER_THAN_SCREEN = """() => document.documentElement.scrollWidth > innerWidth
  ? [...document.querySelectorAll('main *')].filter(
      one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.table-scroll'))
    .map(one => one.outerHTML.slice(0, 90)).concat([`${document.documentElement.scrollWidth} px`])
  : []"""


def faults(tab: Page) -> list[str]:
    """What axe has against the page, by all its rules."""
    result: dict[str, Any] = Axe().run(tab).response
    return [
        f"{fault['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for fault in result["violations"]
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("name", VIEWS)
def test_a_page_is_for_every_eye_and_thumb(
    open_tab: OpenTab, cast: Cast, watch: Watch, name: str
) -> None:
    view, world = VIEWS[name], make_world(cast)
    if view.status >= 400:
        watch.expect(view.status)
    tab = open_tab(view.who(world), PHONE, reduced_motion="reduce")
    view.show(tab, world)

    found = {"light": faults(tab), "thumb": tab.evaluate(SMALL_TARGETS)}
    tab.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found["dark"] = faults(tab)
    tab.set_viewport_size(SMALL)
    found["small"] = faults(tab)
    found["small thumb"] = tab.evaluate(SMALL_TARGETS)
    found["small width"] = tab.evaluate(WIDER_THAN_SCREEN)
    tab.set_viewport_size(DESK)
    tab.emulate_media(color_scheme="light", reduced_motion="reduce")
    found["desk"] = faults(tab)
    found["desk width"] = tab.evaluate(WIDER_THAN_SCREEN)

    assert {what: said for what, said in found.items() if said} == {}


@pytest.mark.parametrize(
    "name",
    [
        *("sign-in", "home", "bleed", "factor-wrong", "entry", "diary", "numbers"),
        *("more-parent", "clinic", "patient"),
    ],
)
def test_a_page_bears_words_twice_as_large(open_tab: OpenTab, cast: Cast, name: str) -> None:
    """On the smallest screen, with twice the usual size of text set in the browser."""
    view, world = VIEWS[name], make_world(cast)
    tab = open_tab(view.who(world), SMALL, text_size=32)
    view.show(tab, world)
    assert tab.evaluate(WIDER_THAN_SCREEN) == []
    assert tab.evaluate(SMALL_TARGETS) == []
