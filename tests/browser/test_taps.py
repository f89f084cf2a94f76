"""The budget: what is noted most often takes the fewest taps, counted from the home page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.cast import Cast
from tests.browser.conftest import PHONE, SMALL, OpenTab
from tests.patience import middle_of


@dataclass
class Thumb:
    """Taps what it is told to, and counts."""

    tab: Page
    taps: int = 0

    def tap(self, target: Locator) -> None:
        """Touch the screen in the middle of something."""
        middle = middle_of(target)
        self.taps += 1
        self.tab.touchscreen.tap(*middle)


LANDSCAPE: ViewportSize = {"width": 844, "height": 390}


@pytest.fixture(params=[PHONE, SMALL, LANDSCAPE], ids=["phone", "small", "on its side"])
def thumb(
    open_tab: OpenTab,
    cast: Cast,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> Iterator[Thumb]:
    """On the home page; how often it tapped is noted for `make bench`."""
    ines = cast.person("Ines", product="benefix", usual_dose_iu=4000)
    size: ViewportSize = request.param
    # On its side, too, as some eyes need it: with the system's colours, and without motion.
    eyes = {"forced_colors": "active", "reduced_motion": "reduce"} if size is LANDSCAPE else {}
    tab = open_tab(ines.user, size, has_touch=True, is_mobile=True, **eyes)
    tab.goto("/")
    thumb = Thumb(tab)
    yield thumb
    record_property("taps", thumb.taps)


def see_saved(thumb: Thumb, words: str) -> None:
    expect(thumb.tab.get_by_text("It is in your diary.")).to_be_visible()
    expect(thumb.tab.get_by_role("heading", level=1)).to_have_text(words)


def test_a_bleed_that_came_on_its_own_just_now_takes_four(thumb: Thumb) -> None:
    tab = thumb.tab
    thumb.tap(tab.get_by_role("link", name="Log a bleed"))
    thumb.tap(tab.locator(".dot.at-left-knee"))
    expect(tab.get_by_role("radio", name="Left knee")).to_be_checked()
    thumb.tap(tab.get_by_text("It came on its own"))
    thumb.tap(tab.get_by_role("button", name="Save"))
    see_saved(thumb, "Left knee bleed")
    expect(tab.locator("dl.facts")).to_contain_text("Came on its own")
    assert thumb.taps == 4


def test_no_bleeds_takes_one(thumb: Thumb) -> None:
    thumb.tap(thumb.tab.get_by_role("button", name="No bleeds"))
    expect(thumb.tab.get_by_role("button", name="Undo")).to_be_visible()
    assert thumb.taps == 1


def test_the_usual_dose_takes_two(thumb: Thumb) -> None:
    thumb.tap(thumb.tab.get_by_role("link", name="Factor IX"))
    thumb.tap(thumb.tab.get_by_role("button", name="Save"))
    see_saved(thumb, "Factor IX, 4,000 IU")
    assert thumb.taps == 2


def test_another_usual_dose_takes_two_from_the_settings(open_tab: OpenTab, cast: Cast) -> None:
    ines = cast.person("Ines", product="benefix", usual_dose_iu=4000)
    tab = open_tab(ines.user, has_touch=True, is_mobile=True)
    tab.goto("/log/factor")
    tab.get_by_label("Dose", exact=True).fill("3000")
    tab.get_by_role("button", name="Save").click()
    see_saved(Thumb(tab), "Factor IX, 3,000 IU")
    tab.goto("/more")
    thumb = Thumb(tab)
    thumb.tap(tab.get_by_role("link", name="Usual dose What"))
    thumb.tap(tab.get_by_role("button", name="BeneFIX, 3,000 IU"))
    expect(tab.get_by_text("offers BeneFIX, 3,000 IU now.")).to_be_visible()
    assert thumb.taps == 2


@pytest.mark.parametrize("size", [PHONE, SMALL], ids=["phone", "small"])
def test_the_main_action_is_near_either_thumb(
    open_tab: OpenTab, cast: Cast, size: ViewportSize
) -> None:
    tab = open_tab(cast.person("Ines").user, size)
    for path, role, name in (("/", "link", "Log a bleed"), ("/log/bleed", "button", "Save")):
        tab.goto(path)
        box = tab.locator(".dock").get_by_role(role, name=name).bounding_box()  # type: ignore[arg-type]
        assert box is not None
        assert box["x"] < size["width"] / 2 < box["x"] + box["width"]
        assert box["y"] > size["height"] * 0.6
    tab.goto("/")
    rows = [
        tab.locator(".dock").get_by_role("link", name=name).bounding_box()
        for name in ("Bruise", "Joint pain", "Factor IX")
    ]
    assert len({row and row["y"] for row in rows}) == 1, "a third row leaves less to read"
