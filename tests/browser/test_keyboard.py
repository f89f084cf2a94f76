"""With the keyboard alone: sign in, log a bleed, save; the focus is always to be seen."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.cast import Cast
from tests.browser.conftest import SMALL, OpenTab
from tests.browser.watch import Watch
from tests.browser.world import VIEWS, make_world
from tests.people import PASSWORD

MOST_STOPS = 80

# What the focus is on, by the words that it is read out with.
FOCUSED = """() => {
  const one = document.activeElement;
  return one.getAttribute('aria-label') || one.labels?.[0]?.textContent.trim()
    || one.textContent.trim();
}"""

# What is wrong with how the focused element looks: covered by a bar, or without a ring.
UNSEEN = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  // On the calendar inside a date field, which is the browser's own and has a ring of its own.
  if (!one.matches(':focus')) return '';
  const label = one.matches('[type=radio], [type=checkbox]') ? one.labels[0] : null;
  const seen = label ?? one;
  const told = one.outerHTML.slice(0, 90);
  const box = seen.getBoundingClientRect();
  // A table may be higher than the screen: its part in view counts.
  const [high, low] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const top = document.elementFromPoint(box.x + box.width / 2, (high + low) / 2);
  const known = [one, seen, label?.control];
  if (!top || !known.some(part => part?.contains(top) || top.closest('label')?.control === part))
    return `${told} at ${box.y} beneath ${top?.outerHTML.slice(0, 60)}`;
  const ring = [one, seen, ...seen.querySelectorAll('*')].some(part =>
    ['', '::before', '::after'].some(which => {
      const style = getComputedStyle(part, which || null);
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    }));
  return ring ? '' : `${told} has no ring`;
}"""


def press_until(tab: Page, words: str, key: str = "Tab") -> None:
    """Go on until the focus is on what is called so."""
    for _ in range(MOST_STOPS):
        if tab.evaluate(FOCUSED) == words:
            return
        tab.keyboard.press(key)
    raise AssertionError(f"{words} was not reached")


def test_a_bleed_is_logged_with_the_keyboard_alone(
    open_tab: OpenTab, cast: Cast, size: ViewportSize
) -> None:
    ines = cast.person("Ines")
    tab = open_tab(size=size)
    tab.goto("/sign-in")
    press_until(tab, "Email address")
    tab.keyboard.type(ines.email)
    tab.keyboard.press("Tab")
    tab.keyboard.type(PASSWORD)
    tab.keyboard.press("Enter")
    expect(tab).to_have_title("Home - bleedlog")

    press_until(tab, "Log a bleed")
    tab.keyboard.press("Enter")
    expect(tab).to_have_title("Log a bleed - bleedlog")
    # A group of radios is one stop; the arrows choose in it.
    press_until(tab, "Left shoulder")
    press_until(tab, "Left knee", "ArrowDown")
    expect(tab.get_by_role("radio", name="Left knee")).to_be_checked()
    press_until(tab, "Just now")
    press_until(tab, "It came on its own")
    tab.keyboard.press("Space")
    expect(tab.get_by_role("radio", name="It came on its own")).to_be_checked()
    press_until(tab, "Save")
    tab.keyboard.press("Enter")

    expect(tab.get_by_role("heading", level=1)).to_have_text("Left knee bleed")
    expect(tab.get_by_text("It is in your diary.")).to_be_visible()


def test_enter_in_a_field_saves(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user)
    tab.goto("/log/factor")
    tab.get_by_label("Dose", exact=True).fill("2000")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Factor IX, 2,000 IU")


@pytest.mark.parametrize(
    "name", ["home", "bleed", "bleed-wrong", "factor", "diary", "numbers", "entry", "patient"]
)
def test_the_focus_is_seen_wherever_it_is(
    open_tab: OpenTab, cast: Cast, watch: Watch, name: str, size: ViewportSize
) -> None:
    view, world = VIEWS[name], make_world(cast)
    watch.expect(view.status)
    tab = open_tab(view.who(world), size, reduced_motion="reduce")
    view.show(tab, world)
    unseen, stops = [], 0
    # Back again where the bars take most of the screen.
    for key in ("Tab", "Shift+Tab") if size == SMALL else ("Tab",):
        for _ in range(MOST_STOPS):
            tab.keyboard.press(key)
            found = tab.evaluate(UNSEEN)
            if found is None:
                break
            stops += 1
            unseen += [found] if found else []
    assert stops > 10
    assert unseen == []


def test_the_first_stop_leads_past_the_navigation(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user)
    tab.goto("/")
    tab.keyboard.press("Tab")
    link = tab.get_by_role("link", name="Skip to main content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("main")).to_be_focused()
