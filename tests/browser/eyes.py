"""What is wrong with how a page looks: axe, small screens, large targets, light and dark."""

from typing import Literal

from playwright.sync_api import Page

from tests.axe import SIZE_RULES, faults
from tests.browser.conftest import SIZES

Scheme = Literal["light", "dark"]

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
      one => one.getBoundingClientRect().right > innerWidth + 1
        && !one.closest('.table-scroll, .chart-scroll'))
    .map(one => one.outerHTML.slice(0, 90)).concat([`${document.documentElement.scrollWidth} px`])
  : []"""

LOOKS: tuple[tuple[Scheme, str, tuple[str, ...]], ...] = (
    ("light", "phone", ()),
    ("dark", "small", SIZE_RULES),
    ("dark", "desk", ()),
)
"""At night nothing but colours changes (tests/web/look/test_tokens.py), and on a smaller phone only
sizes and places do, so there only the rules about these are asked."""


def seen_everywhere(tab: Page) -> dict[str, list[str]]:
    """What is wrong with the page that is open, by scheme and screen; nothing if all is well."""
    found: dict[str, list[str]] = {}
    for scheme, screen, rules in LOOKS:
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        tab.set_viewport_size(SIZES[screen])
        where = f"{scheme}, {screen}"
        found[where] = faults(tab, rules)
        found[f"{where}: width"] = tab.evaluate(WIDER_THAN_SCREEN)
        found[f"{where}: thumb"] = [] if screen == "desk" else tab.evaluate(SMALL_TARGETS)
    return {what: said for what, said in found.items() if said}
