"""Left and right: said above Save, said again when it is saved, and put right with one tap."""

from datetime import timedelta

import pytest
from playwright.sync_api import Route, expect

from tests.browser.cast import Cast
from tests.browser.conftest import SIZES, OpenTab
from tests.browser.steps import choose, today
from tests.patience import comes_true


def test_the_side_stands_above_save(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user)
    tab.goto("/log/bleed")
    chosen = tab.locator("#chosen")
    expect(chosen).to_be_hidden()
    choose(tab, "Left knee")
    expect(chosen).to_have_text("Left knee: your left")
    expect(chosen).to_be_in_viewport()
    choose(tab, "Right ankle")
    expect(chosen).to_have_text("Right ankle: your right")
    choose(tab, "Nosebleed")
    expect(chosen).to_be_hidden()


def test_the_body_turns_to_the_place_and_is_a_child_s_for_a_child(
    open_tab: OpenTab, cast: Cast
) -> None:
    sam = cast.patient("Sam Hollybrook", born=today() - timedelta(8 * 365))
    max_ = cast.patient("Max Hollybrook", born=today() - timedelta(13 * 366))
    tab = open_tab(cast.parent("Pat", sam, max_))
    tab.goto(f"/log/bleed?patient={max_}")
    expect(tab.locator(".body-map")).not_to_have_class("child")
    tab.goto(f"/log/bleed?patient={sam}")
    expect(tab.locator(".body-map.child")).to_be_visible()
    expect(tab.get_by_text("Sam’s left", exact=True)).to_be_visible()

    tab.locator("summary", has_text="All places").click()
    tab.locator("label.chip", has_text="Left calf").click()
    expect(tab.get_by_role("radio", name="Show the back")).to_be_checked()
    expect(tab.get_by_role("radio", name="Left calf")).to_be_checked()
    expect(tab.locator("#chosen")).to_have_text("Left calf: Sam’s left")
    tab.get_by_role("button", name="Save for Sam").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Left calf bleed")

    tab.get_by_role("link", name="Change").click()
    expect(tab.get_by_role("radio", name="Show the back")).to_be_checked()
    # Where it was lately comes first, whatever is logged.
    tab.goto(f"/log/bruise?patient={sam}")
    expect(tab.locator(".places > .chips > *").first).to_have_text("Left calf")


def test_the_body_turns_to_a_place_that_was_pressed_before_the_script_came(
    open_tab: OpenTab, cast: Cast
) -> None:
    tab = open_tab(cast.person("Ines").user)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    tab.route("**/js/log.js", hold)
    tab.goto("/log/bleed")
    assert comes_true(tab, lambda: bool(held))
    tab.locator("summary", has_text="All places").click()
    tab.locator("label.chip", has_text="Left calf").click()
    expect(tab.get_by_role("radio", name="Show the front")).to_be_checked()

    held[0].continue_()

    expect(tab.get_by_role("radio", name="Show the back")).to_be_checked()
    expect(tab.locator("#chosen")).to_have_text("Left calf: your left")


ASTRAY = """() => {
  const box = one => one.getBoundingClientRect();
  const map = box(document.querySelector(".body-map"));
  const turns = [...document.querySelectorAll(".body-turn label")].map(box);
  const isOver = (one, other) => one.left < other.right && one.right > other.left
    && one.top < other.bottom && one.bottom > other.top;
  return [...document.querySelectorAll(".dot > input")].filter(radio => {
    radio.click();
    const name = box(radio.parentElement.querySelector("label > span"));
    return name.left < map.left || name.right > map.right || turns.some(one => isOver(name, one));
  }).map(radio => radio.ariaLabel || radio.labels[0].textContent.trim());
}"""


@pytest.mark.parametrize("screen", ["phone", "small"])
@pytest.mark.parametrize("years", [8, 30])
def test_the_name_of_a_place_hides_nothing(
    open_tab: OpenTab, cast: Cast, screen: str, years: int
) -> None:
    """The right knee's lay over "Front", the right wrist's beyond the edge of the screen."""
    sam = cast.patient("Sam", born=today() - timedelta(years * 365))
    tab = open_tab(cast.parent("Pat", sam), SIZES[screen])
    tab.goto("/log/bleed")
    assert tab.evaluate(ASTRAY) == []


@pytest.mark.parametrize("kind", ["bleed", "bruise", "joint-pain"])
def test_left_stands_left_of_right_in_the_list(open_tab: OpenTab, cast: Cast, kind: str) -> None:
    tab = open_tab(cast.person("Ines").user)
    tab.goto(f"/log/{kind}")
    tab.locator("summary", has_text="All places").click()
    labels = tab.locator(".places > .more label")
    lefts = [one for one in labels.all_inner_texts() if one.startswith("Left ")]
    assert len(lefts) >= 10
    for words in lefts:
        left, right = (
            labels.filter(has_text=one).bounding_box()
            for one in (words, words.replace("Left", "Right"))
        )
        assert left is not None
        assert right is not None
        assert (left["y"], left["x"] < right["x"]) == (right["y"], True), words


@pytest.mark.parametrize("scripts", [True, False])
def test_the_other_side_is_a_tap_away(open_tab: OpenTab, cast: Cast, scripts: bool) -> None:
    parent = cast.parent("Pat", cast.patient("Sam"))
    tab = open_tab(parent, java_script_enabled=scripts)
    tab.goto("/log/bleed")
    choose(tab, "Left knee")
    if scripts:
        expect(tab.locator("#chosen")).to_have_text("Left knee: Sam’s left")
    tab.get_by_role("button", name="Save for Sam").click()
    expect(tab.get_by_role("status").filter(has_text="It is in")).to_contain_text("Sam’s left.")
    tab.get_by_role("button", name="Other side").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Right knee bleed")
    expect(tab.get_by_role("status").filter(has_text="It is in")).to_contain_text("Sam’s right.")
    tab.get_by_role("button", name="Other side").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Left knee bleed")
