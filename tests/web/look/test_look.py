"""The look in Chromium: for eyes, thumbs, keyboards and screen readers."""

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.axe import faults
from tests.web.look.conftest import DESK, PHONE, SMALL, OpenTab
from tests.web.look.gallery import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANDSCAPE: ViewportSize = {"width": 844, "height": 390}

OPEN = "() => document.querySelectorAll('details').forEach(one => one.open = true)"

# Whatever is pressed or typed in; links inside a sentence are exempt (WCAG 2.2, 2.5.8), and a
# label enlarges its checkbox.
TARGETS = """() => [...document.querySelectorAll(
    'a, button, select, textarea, summary, input:not([type=hidden]), label.chip')]
  .filter(one => one.checkVisibility({visibilityProperty: true})
    && !one.matches('p a, .skip-link, .error-summary a, tbody th a'))
  .map(one => [one.closest('.check, .card-link') || one, one])
  .map(([box, one]) => [box.getBoundingClientRect(), one])
  .filter(([box]) => box.width < 43.9 || box.height < 43.9)
  .map(([box, one]) => `${one.outerHTML.slice(0, 80)} ${box.width} x ${box.height}`)"""

# What covers the middle of the focused element, if it is neither itself nor a part of it.
COVERED = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  if (top && (one.contains(top) || top.contains(one) || top.closest('label')?.control === one))
    return '';
  return `${one.outerHTML.slice(0, 80)} at ${box.y} beneath ${top?.outerHTML.slice(0, 40)}`;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SCREENS)
def test_axe_finds_nothing(open_tab: OpenTab, name: str, scheme: str) -> None:
    tab = open_tab(name, color_scheme=scheme)
    tab.evaluate(OPEN)
    assert faults(tab) == []


@pytest.mark.parametrize("name", SCREENS)
def test_nothing_is_wider_than_a_small_phone(open_tab: OpenTab, name: str) -> None:
    for text_size in (16, 32):
        tab = open_tab(name, SMALL, text_size)
        tab.evaluate(OPEN)
        assert tab.evaluate("document.documentElement.scrollWidth") == SMALL["width"]


@pytest.mark.parametrize("name", SCREENS)
def test_a_thumb_hits_every_target(open_tab: OpenTab, name: str) -> None:
    assert open_tab(name, PHONE).evaluate(TARGETS) == []


def test_places_of_the_body_are_apart(open_tab: OpenTab) -> None:
    centres = open_tab("log", SMALL).evaluate(
        """() => [...document.querySelectorAll('.dot')].map(dot => {
             const box = dot.getBoundingClientRect();
             return [dot.textContent.trim(), box.x + box.width / 2, box.y + box.height / 2];
           })"""
    )
    assert len(centres) == 12
    for name, x, y in centres:
        for other, other_x, other_y in centres:
            if name < other:
                apart = ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5
                pair = name.split()[1] == other.split()[1]
                assert apart >= (48 if pair else 44), f"{name} and {other}"


@pytest.mark.parametrize("viewport", [PHONE, SMALL, LANDSCAPE, DESK])
@pytest.mark.parametrize("name", ["home", "log-wrong", "diary", "patient"])
def test_focus_is_never_beneath_a_bar(open_tab: OpenTab, name: str, viewport: ViewportSize) -> None:
    tab = open_tab(name, viewport, reduced_motion="reduce")
    covered, stops = [], 0
    for key in ("Tab", "Shift+Tab"):
        for _ in range(60):
            tab.keyboard.press(key)
            found = tab.evaluate(COVERED)
            if found is None:
                break
            stops += 1
            covered += [found] if found else []
    assert stops > 10
    assert covered == []


def test_a_bleed_is_answered_with_the_keyboard_alone(open_tab: OpenTab) -> None:
    tab = open_tab("log")
    tab.get_by_role("radio", name="Left knee").focus()
    tab.keyboard.press("ArrowDown")
    expect(tab.get_by_role("radio", name="Left knee")).not_to_be_checked()
    tab.get_by_role("radio", name="Just now").focus()
    tab.keyboard.press("ArrowRight")
    expect(tab.get_by_role("radio", name="Earlier today")).to_be_checked()
    ring = tab.get_by_text("Earlier today").evaluate("one => getComputedStyle(one).outlineWidth")
    assert ring == "3px"


def test_dot_chip_and_words_follow_one_answer_without_scripts(open_tab: OpenTab) -> None:
    tab = open_tab("log", java_script_enabled=False)
    named = tab.locator(".dot span", has_text="Right elbow")
    recent = tab.locator("label.chip", has_text="Left ankle")
    tab.get_by_role("radio", name="Right elbow").check()
    expect(named).to_have_css("clip-path", "none")
    expect(recent).to_have_css("border-top-color", "rgb(127, 135, 150)")
    recent.click()
    expect(tab.get_by_role("radio", name="Left ankle")).to_be_checked()
    expect(recent).to_have_css("border-top-color", "rgb(11, 110, 102)")
    expect(named).not_to_have_css("clip-path", "none")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_still_show_the_answer(open_tab: OpenTab, scheme: str) -> None:
    tab = open_tab("log", forced_colors="active", color_scheme=scheme)
    colour = "one => getComputedStyle(one).backgroundColor"
    chosen = tab.get_by_text("Just now").evaluate(colour)
    other = tab.get_by_text("Earlier today").evaluate(colour)
    assert chosen != other


def test_errors_take_the_focus_and_lead_to_the_field(open_tab: OpenTab) -> None:
    tab = open_tab("log-wrong", java_script_enabled=True)
    expect(tab.get_by_role("alert")).to_be_focused()
    tab.get_by_role("link", name="Pain is a number from 0 to 10").click()
    expect(tab.get_by_label("Pain now, 0 to 10")).to_be_focused()
    tab.get_by_role("link", name="Say what caused it").click()
    expect(tab.get_by_role("radio", name="It came on its own")).to_be_focused()


def test_the_main_action_is_in_reach_of_the_thumb(open_tab: OpenTab) -> None:
    for viewport in (PHONE, SMALL):
        for name, action in (("home", "Log a bleed"), ("log", "Save")):
            tab = open_tab(name, viewport)
            button = tab.locator(".dock").get_by_text(action)
            expect(button).to_be_in_viewport(ratio=1)
            box = button.bounding_box()
            assert box is not None
            assert box["y"] > viewport["height"] / 2


def test_the_clinic_sees_its_facts_above_the_fold(open_tab: OpenTab) -> None:
    tab = open_tab("patient", DESK)
    for words in ("born 4 May 1984", "10.7", "Diary complete", "37", "To settle", "Left knee"):
        expect(tab.get_by_text(words).first).to_be_in_viewport(ratio=1)
