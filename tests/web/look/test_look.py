"""The look in Chromium: for eyes, thumbs, keyboards and screen readers."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from bleedlog.web.diary.places import BLEED_PLACES, choices
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


@pytest.mark.parametrize("viewport", [SMALL, PHONE])
@pytest.mark.parametrize("name", ["log", "log-child"])
def test_places_of_the_body_are_apart(open_tab: OpenTab, name: str, viewport: ViewportSize) -> None:
    tab = open_tab(name, viewport)
    for face, regions in (("front", 14), ("back", 12)):
        centres = tab.locator(f".body-{face} .dot").evaluate_all(
            """dots => dots.map(dot => {
                 const box = dot.getBoundingClientRect();
                 return [dot.textContent.trim(), box.x + box.width / 2, box.y + box.height / 2];
               })"""
        )
        assert len(centres) == regions
        for place, x, y in centres:
            for other, other_x, other_y in centres:
                if place < other:
                    apart = ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5
                    pair = place.partition(" ")[2] == other.partition(" ")[2] != ""
                    assert apart >= (48 if pair else 43.9), f"{place} and {other}"
        # Somebody who is looked at from the front has their left on the picture's right.
        left, right = (
            {place[len(side) :]: x for place, x, _ in centres if place.startswith(side)}
            for side in ("Left", "Right")
        )
        assert left.keys() == right.keys()
        assert all((left[place] > right[place]) is (face == "front") for place in left)


def radios_read_out(tab: Page) -> list[str]:
    """The names of a page's radios, in the order of the browser's accessibility tree."""
    tree: dict[str, Any] = tab.context.new_cdp_session(tab).send("Accessibility.getFullAXTree")
    nodes = {node["nodeId"]: node for node in tree["nodes"]}

    def below(node: dict[str, Any]) -> Iterator[str]:
        if not node.get("ignored") and node["role"]["value"] == "radio":
            yield node["name"]["value"]
        for child in node.get("childIds", []):
            yield from below(nodes[child])

    return list(below(tree["nodes"][0]))


def test_the_body_is_read_out_from_the_front_then_the_back_then_the_list(
    open_tab: OpenTab,
) -> None:
    tab = open_tab("log")
    front = [
        f"{side} {joint}"
        for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
        for side in ("Left", "Right")
    ]
    back = [
        f"{side} {muscle}"
        for muscle in ("upper arm", "forearm", "buttock", "thigh", "calf")
        for side in ("Left", "Right")
    ]
    on_body = [*front, "Head", "Tummy", *back, "Neck", "Back"]
    beside = ["Nosebleed", "Bleeding gums", "A wound that keeps bleeding"]
    closed = radios_read_out(tab)
    turn = ["Show the front", "Show the back"]
    assert closed[: closed.index("Just now")] == [*turn, *on_body, *beside]
    tab.evaluate(OPEN)
    opened = radios_read_out(tab)
    places = opened[2 : opened.index("Just now")]
    # Each place is read out once, wherever else its words stand.
    assert sorted(places) == sorted([*choices(BLEED_PLACES).values(), "I can’t say"])
    group = tab.get_by_role("group", name="Where is the bleed?")
    assert group.get_by_role("radio").count() == len(places) + 2


def test_the_body_turns_without_scripts_and_follows_the_keyboard(open_tab: OpenTab) -> None:
    tab = open_tab("log", java_script_enabled=False)
    front, back = tab.locator(".body-front"), tab.locator(".body-back")
    left = tab.get_by_text("Your left", exact=True)

    def see(*, turned: bool) -> None:
        for face, seen in ((front, not turned), (back, turned)):
            expect(face).to_have_css("opacity", "1" if seen else "0")
        here, body = left.bounding_box(), tab.locator(".body-map").bounding_box()
        assert here is not None
        assert body is not None
        assert (here["x"] < body["x"] + body["width"] / 2) is turned

    see(turned=False)
    tab.get_by_role("radio", name="Show the back").check()
    see(turned=True)
    tab.get_by_role("radio", name="Left calf").check()
    tab.get_by_role("radio", name="Show the front").check()
    see(turned=False)

    tab.get_by_role("radio", name="Tummy").focus()
    tab.keyboard.press("ArrowDown")
    expect(tab.get_by_role("radio", name="Left upper arm")).to_be_checked()
    see(turned=True)
    tab.keyboard.press("ArrowUp")
    expect(tab.get_by_role("radio", name="Tummy")).to_be_checked()
    see(turned=False)


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
    recent = tab.locator("label.chip", has_text="Left ankle").first
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_let_nothing_show_through_the_bar(open_tab: OpenTab, scheme: str) -> None:
    for page in ("home", "log"):
        tab = open_tab(page, forced_colors="active", color_scheme=scheme)
        ground = tab.locator(".dock").evaluate("one => getComputedStyle(one).backgroundColor")
        assert ground.startswith("rgb("), f"{page}: {ground}"


def test_nothing_moves_for_whom_motion_hurts(open_tab: OpenTab) -> None:
    moving = """() => [...document.querySelectorAll('*')].filter(one => {
      const style = getComputedStyle(one);
      return style.transitionDuration !== '0s' || style.animationName !== 'none'
        || style.scrollBehavior === 'smooth';
    }).map(one => one.outerHTML.slice(0, 60))"""
    tab = open_tab("log", reduced_motion="no-preference")
    assert tab.evaluate(moving) != []
    tab.emulate_media(reduced_motion="reduce")
    assert tab.evaluate(moving) == []


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
