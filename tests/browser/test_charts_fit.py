"""Charts and tables on every screen: no type too small to read, none cut, nothing stacked up."""

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.cast import Cast, Person
from tests.browser.conftest import DESK, PHONE, SMALL, OpenTab
from tests.browser.lives import diary
from tests.browser.steps import today
from tests.patience import comes_true

TABLET: ViewportSize = {"width": 820, "height": 1180}
SCREENS = {"phone": PHONE, "small": SMALL, "tablet": TABLET, "desk": DESK}
CHARTS = ("timeline", "kinds", "added-up", "body", "rolling")

# Px of the smallest type in each picture that is to be seen, as it is shown. The "?" in the mark
# of an unsure bleed repeats what the key says in words.
SMALLEST_TYPE = """() => [...document.querySelectorAll('figure.chart')].map(chart => {
  const seen = [...chart.querySelectorAll('svg.chart-still')].filter(one => one.checkVisibility());
  const sizes = seen.flatMap(one => {
    const scale = one.getBoundingClientRect().width / one.viewBox.baseVal.width;
    return [...one.querySelectorAll('text')].filter(text => text.textContent !== '?')
      .map(text => parseFloat(getComputedStyle(text).fontSize) * scale);
  });
  const cut = seen.flatMap(one => {
    const frame = one.getBoundingClientRect();
    return [...one.querySelectorAll('text')].filter(text => {
      const box = text.getBoundingClientRect();
      return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1);
    }).map(text => text.textContent);
  });
  return {name: chart.id, pictures: seen.length, px: Math.min(...sizes), cut};
})"""


@pytest.fixture
def leeds(cast: Cast) -> UUID:
    return cast.clinic()


@pytest.fixture
def tom(cast: Cast, leeds: UUID) -> Person:
    tom = cast.person("Tom", leeds)
    cast.bring(tom.diary, diary(today(), before=(10, 343), after=(1, 311), first_months=2))
    return tom


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest) -> ViewportSize:
    return SCREENS[request.param]


@pytest.fixture
def nia(cast: Cast, leeds: UUID) -> UUID:
    return cast.haematologist("Nia", leeds)


def pictures(tab: Page) -> list[dict[str, Any]]:
    """Each chart: how many pictures of it are seen, its smallest type, and which words are cut."""
    found: list[dict[str, Any]] = tab.evaluate(SMALLEST_TYPE)
    return found


def test_type_is_never_smaller_than_11_px_at_the_clinic(
    open_tab: OpenTab, nia: UUID, tom: Person, screen: ViewportSize
) -> None:
    tab = open_tab(nia, screen)
    # The stills alone: where plotly takes over, it is scaled as they are.
    tab.route("**/charts.json*", lambda route: route.fulfill(status=204))
    tab.goto(f"/clinic/patients/{tom.diary}")
    assert [one["name"] for one in pictures(tab)] == list(CHARTS)
    for one in pictures(tab):
        assert one["pictures"] == 1, one
        assert one["px"] > 10.9, one
        assert one["cut"] == [], one


@pytest.mark.parametrize("screen", ["small", "desk"], indirect=True)
def test_no_word_is_cut_where_there_is_least_room(
    open_tab: OpenTab, cast: Cast, leeds: UUID, nia: UUID, screen: ViewportSize
) -> None:
    """Treated in the middle of the picture, after 26 months of which most were noted afterwards."""
    una = cast.person("Una", leeds)
    told = diary(today(), before=(5, 700), after=(3, 340), since=790)
    cast.bring(una.diary, told.replace("prospective", "recalled"))
    tab = open_tab(nia, screen)
    tab.route("**/charts.json*", lambda route: route.fulfill(status=204))
    for query in ("", "?lead_in=18&after=after_6m"):
        tab.goto(f"/clinic/patients/{una.diary}{query}")
        assert [one["cut"] for one in pictures(tab)] == [[], [], [], [], []]
    expect(tab.locator("#kinds")).to_contain_text("noted afterwards")


@pytest.mark.parametrize("screen", ["phone", "small"], indirect=True)
def test_type_is_never_smaller_than_11_px_in_my_numbers(
    open_tab: OpenTab, tom: Person, screen: ViewportSize
) -> None:
    tab = open_tab(tom.user, screen)
    tab.goto("/numbers")
    assert [one["name"] for one in pictures(tab)] == ["rates", "added-up"]
    for one in pictures(tab):
        assert one["px"] > 10.9, one


@pytest.mark.parametrize("screen", ["phone", "small"], indirect=True)
def test_figures_of_my_numbers_stay_on_one_line(
    open_tab: OpenTab, tom: Person, screen: ViewportSize
) -> None:
    tab = open_tab(tom.user, screen)
    tab.goto("/numbers")
    tab.locator("#rates summary", has_text="View as table").click()
    for cell in tab.locator("#rates tbody td").all():
        assert cell.evaluate(LINES) == 1, cell.inner_text()


def test_a_picture_grows_with_the_words_and_scrolls_by_itself(
    open_tab: OpenTab, tom: Person
) -> None:
    """Twice the usual text: a region with a name, which the keyboard reaches and moves."""
    tab = open_tab(tom.user, SMALL, text_size=32)
    tab.goto("/numbers")
    for one in pictures(tab):
        assert one["px"] > 21.8, one
    region = tab.get_by_role("region", name="Picture: Fewer bleeds a year")
    region.focus()
    expect(region).to_be_focused()
    tab.keyboard.press("ArrowRight")
    assert comes_true(tab, lambda: bool(region.evaluate("one => one.scrollLeft > 0")))

    # At one moment: the page may still be on its way to what has the focus.
    apart = """chart => chart.querySelector('button').getBoundingClientRect().top
      - chart.querySelector('summary').getBoundingClientRect().bottom"""
    assert tab.locator("#rates").evaluate(apart) >= 0, "one lies on the other"


def test_a_phone_at_the_clinic_fetches_no_plotly_until_there_is_room(
    open_tab: OpenTab, nia: UUID, tom: Person
) -> None:
    tab = open_tab(nia, PHONE)
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"/clinic/patients/{tom.diary}")
    tab.evaluate(
        "new Promise(done =>"
        " requestAnimationFrame(() => requestIdleCallback(done, { timeout: 2000 })))"
    )
    tab.wait_for_load_state("networkidle")
    assert not [url for url in asked if "plotly" in url or "charts.json" in url]

    tab.set_viewport_size(TABLET)
    expect(tab.locator("#timeline .is-live .main-svg").first).to_be_visible()
    tab.set_viewport_size(PHONE)
    expect(tab.locator("#timeline .main-svg").first).to_be_hidden()
    assert {one["pictures"] for one in pictures(tab)} == {1}


LINES = """cell => {
  const words = document.createRange();
  words.selectNodeContents(cell.firstChild);
  return words.getClientRects().length;
}"""


def cells(tab: Page, table: str, window: str) -> Locator:
    """The figures of one window."""
    rows = tab.get_by_role("region", name=table).get_by_role("row")
    return rows.filter(has_text=window).get_by_role("cell")


def test_figures_stay_on_one_line_and_names_in_sight(
    open_tab: OpenTab, nia: UUID, tom: Person, screen: ViewportSize
) -> None:
    tab = open_tab(nia, screen)
    tab.goto(f"/clinic/patients/{tom.diary}")
    table = "Bleeds a year by window"
    days = cells(tab, table, "Lead-in").first
    expect(days).to_contain_text("343 of 365 days")
    assert days.evaluate(LINES) == 1

    region = tab.get_by_role("region", name=table)
    name = region.get_by_role("rowheader", name="Lead-in")
    region.scroll_into_view_if_needed()
    region.evaluate("one => { one.scrollLeft = 10_000 }")
    left, right = (box["x"] for box in (region.bounding_box(), name.bounding_box()) if box)
    assert right == pytest.approx(left, abs=1)
    expect(cells(tab, table, "Lead-in").nth(5)).to_be_in_viewport()
