"""Charts: a still picture at once; plotly takes over at the desk, and at a tap on the phone."""

from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.cast import Cast, Person
from tests.browser.conftest import DESK, PHONE, SMALL, OpenTab
from tests.browser.lives import diary
from tests.browser.steps import today
from tests.patience import comes_true, middle_of

DAY = 24 * 60 * 60 * 1000
TIMES = ("timeline", "added-up", "rolling")
"""Charts over time."""


@pytest.fixture
def leeds(cast: Cast) -> UUID:
    return cast.clinic()


@pytest.fixture
def tom(cast: Cast, leeds: UUID) -> Person:
    tom = cast.person("Tom", leeds)
    cast.bring(tom.diary, diary(today(), before=(10, 343), after=(1, 311), first_months=2))
    return tom


@pytest.fixture
def desk(open_tab: OpenTab, cast: Cast, leeds: UUID, tom: Person) -> Page:
    """Tom's page at the clinic."""
    desk = open_tab(cast.haematologist("Nia", leeds), DESK)
    desk.goto(f"/clinic/patients/{tom.diary}")
    return desk


def drawn(tab: Page, name: str) -> Locator:
    """What plotly drew of a chart, once it has taken over."""
    return tab.locator(f"#{name} .is-live .js-plotly-plot svg.main-svg").first


def range_of(tab: Page, name: str) -> tuple[int, int]:
    """The span of time that a drawn chart shows, in milliseconds."""
    first, last = tab.locator(f"#{name} .js-plotly-plot").evaluate(
        """one => one.layout.xaxis.range.map(end =>
          new Date(typeof end === 'string' && end.length > 10 ? end + 'Z' : end).getTime())"""
    )
    return int(first), int(last)


def test_plotly_takes_over_at_the_desk(desk: Page) -> None:
    for name in ("timeline", "kinds", "added-up", "body", "rolling"):
        still = desk.locator(f"#{name} [role=img] > svg").first
        before = still.bounding_box()
        desk.locator(f"#{name}").scroll_into_view_if_needed()
        expect(drawn(desk, name)).to_be_visible()
        after = drawn(desk, name).bounding_box()
        assert before is not None
        assert after is not None
        assert after["width"] == pytest.approx(before["width"], abs=2), name
        assert after["height"] == pytest.approx(before["height"], abs=2), name


def test_nobody_is_offered_to_send_a_chart_away(desk: Page) -> None:
    expect(drawn(desk, "rolling")).to_be_attached()
    for words in ("Share", "cloud", "Plotly"):
        assert desk.locator(f"[data-title*='{words}' i], [title*='{words}' i]").count() == 0
    expect(desk.get_by_role("link", name="plotly")).to_have_count(0)


def drag_layer(tab: Page, name: str) -> Locator:
    """The part of a drawn chart that the mouse works on."""
    return tab.locator(f"#{name} .js-plotly-plot .nsewdrag").first


def drag_across(tab: Page, name: str) -> None:
    """Draw a rectangle over the middle third of a chart."""
    x, y = middle_of(drag_layer(tab, name))
    box = drag_layer(tab, name).bounding_box()
    assert box is not None
    tab.mouse.move(x - box["width"] / 6, y)
    tab.mouse.down()
    tab.mouse.move(x + box["width"] / 6, y, steps=8)
    tab.mouse.up()


@pytest.mark.parametrize("name", ["timeline", "rolling"])
def test_a_stretch_of_time_is_looked_at_closely(desk: Page, name: str) -> None:
    for each in TIMES:
        expect(drawn(desk, each)).to_be_attached()
    whole, wholes = range_of(desk, name), [range_of(desk, each) for each in TIMES]
    drag_across(desk, name)
    assert comes_true(desk, lambda: range_of(desk, name) != whole)
    part = range_of(desk, name)
    assert whole[0] < part[0] < part[1] < whole[1]
    # The other charts over time show the same stretch.
    other = "rolling" if name == "timeline" else "timeline"
    assert comes_true(desk, lambda: range_of(desk, other) == part)

    middle = middle_of(drag_layer(desk, name))

    def is_whole_again() -> bool:
        return range_of(desk, name) == pytest.approx(whole, abs=DAY)

    def after_two_clicks() -> bool:
        # On a busy machine the two clicks may come too far apart: people click again.
        desk.mouse.dblclick(*middle)
        return comes_true(desk, is_whole_again, within=2)

    assert comes_true(desk, after_two_clicks)
    # And each goes back to its own.
    assert comes_true(desk, lambda: [range_of(desk, each) for each in TIMES] == wholes)


def test_a_chart_that_comes_later_shows_the_stretch_that_was_chosen(
    open_tab: OpenTab, cast: Cast, leeds: UUID, tom: Person
) -> None:
    desk = open_tab(cast.haematologist("Nia", leeds), DESK)
    # Nobody sees it yet, as where a window is too narrow for it.
    desk.add_init_script(
        "document.addEventListener('DOMContentLoaded', () =>"
        " { document.querySelector('#rolling [data-chart-canvas]').hidden = true; })"
    )
    desk.goto(f"/clinic/patients/{tom.diary}")
    expect(drawn(desk, "timeline")).to_be_attached()
    whole = range_of(desk, "timeline")
    drag_across(desk, "timeline")
    assert comes_true(desk, lambda: range_of(desk, "timeline") != whole)

    desk.locator("#rolling [data-chart-canvas]").evaluate("one => { one.hidden = false; }")

    expect(drawn(desk, "rolling")).to_be_attached()
    assert comes_true(desk, lambda: range_of(desk, "rolling") == range_of(desk, "timeline"))


def test_a_bleed_tells_of_itself_under_the_mouse(desk: Page) -> None:
    expect(drawn(desk, "timeline")).to_be_attached()
    x, y = middle_of(desk.locator("#timeline .js-plotly-plot .scatterlayer .point").first)
    told = desk.locator("#timeline .hoverlayer .hovertext").first

    def pointed_at() -> bool:
        desk.mouse.move(x - 4, y)
        desk.mouse.move(x, y)
        return comes_true(desk, told.is_visible, within=2)

    assert comes_true(desk, pointed_at)


@pytest.mark.parametrize("size", [PHONE, SMALL], ids=["phone", "small"])
def test_a_phone_fetches_plotly_only_at_a_tap(
    open_tab: OpenTab, tom: Person, size: dict[str, int]
) -> None:
    tab = open_tab(tom.user, size)
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto("/numbers")
    button = tab.locator("#rates").get_by_role("button", name="Explore")
    expect(button).to_be_visible()
    # When a desk would fetch it: after the first paint, and then with nothing else to do.
    tab.evaluate(
        "new Promise(done =>"
        " requestAnimationFrame(() => requestIdleCallback(done, { timeout: 2000 })))"
    )
    tab.wait_for_load_state("networkidle")
    assert not [url for url in asked if "plotly" in url or "charts.json" in url]

    button.click()
    expect(drawn(tab, "rates")).to_be_visible()
    assert [url for url in asked if "plotly" in url]
    assert len([url for url in asked if "charts.json" in url]) == 1
    width = tab.evaluate("document.documentElement.scrollWidth")
    assert width == size["width"]

    tab.locator("#rates").get_by_role("button", name="Close").click()
    expect(tab.locator("#rates [role=img] > svg").first).to_be_visible()
    expect(drawn(tab, "rates")).to_have_count(0)


def test_the_scheme_may_change_while_a_chart_is_open(desk: Page) -> None:
    expect(drawn(desk, "rolling")).to_be_attached()
    paper = "one => JSON.stringify(one.layout.xaxis.tickfont ?? one.layout.font)"
    light = desk.locator("#rolling .js-plotly-plot").evaluate(paper)
    desk.emulate_media(color_scheme="dark")
    assert comes_true(
        desk, lambda: desk.locator("#rolling .js-plotly-plot").evaluate(paper) != light
    )


def test_a_page_says_so_where_the_charts_cannot_be_fetched(open_tab: OpenTab, tom: Person) -> None:
    """The still and the table are complete, so that nothing is missing."""
    tab = open_tab(tom.user)
    tab.goto("/numbers")
    tab.route("**/charts.json*", lambda route: route.fulfill(status=204))
    tab.locator("#rates").get_by_role("button", name="Explore").click()
    expect(tab.locator("#rates").get_by_text("This needs a connection.")).to_be_visible()
    expect(tab.locator("#rates [role=img] > svg").first).to_be_visible()
