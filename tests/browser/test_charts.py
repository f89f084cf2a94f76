"""Charts: a still picture at once; plotly takes over at the desk, and at a tap on the phone."""

from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.cast import Cast, Person
from tests.browser.conftest import DESK, PHONE, SMALL, OpenTab
from tests.browser.lives import diary
from tests.browser.steps import today


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
    """What plotly drew of a chart."""
    return tab.locator(f"#{name} .js-plotly-plot svg.main-svg").first


def range_of(tab: Page, name: str) -> tuple[int, int]:
    """The span of time that a drawn chart shows, in milliseconds."""
    first, last = tab.locator(f"#{name} .js-plotly-plot").evaluate(
        "one => one.layout.xaxis.range.map(end => new Date(end).getTime())"
    )
    return int(first), int(last)


def test_plotly_takes_over_at_the_desk(desk: Page) -> None:
    for name in ("timeline", "kinds", "added-up", "rolling"):
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


def drag_across(tab: Page, name: str) -> None:
    """Draw a rectangle over the middle third of a chart."""
    box = tab.locator(f"#{name} .js-plotly-plot .nsewdrag").first.bounding_box()
    assert box is not None
    height = box["y"] + box["height"] / 2
    tab.mouse.move(box["x"] + box["width"] / 3, height)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] * 2 / 3, height, steps=8)
    tab.mouse.up()


@pytest.mark.parametrize("name", ["timeline", "rolling"])
def test_a_stretch_of_time_is_looked_at_closely(desk: Page, name: str) -> None:
    expect(drawn(desk, name)).to_be_attached()
    desk.locator(f"#{name}").scroll_into_view_if_needed()
    whole = range_of(desk, name)
    drag_across(desk, name)
    desk.wait_for_timeout(300)
    part = range_of(desk, name)
    assert whole[0] < part[0] < part[1] < whole[1]

    box = desk.locator(f"#{name} .js-plotly-plot .nsewdrag").first.bounding_box()
    assert box is not None
    desk.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    desk.wait_for_timeout(500)
    assert range_of(desk, name) == pytest.approx(whole, abs=24 * 60 * 60 * 1000)


def test_a_bleed_tells_of_itself_under_the_mouse(desk: Page) -> None:
    expect(drawn(desk, "timeline")).to_be_attached()
    desk.locator("#timeline").scroll_into_view_if_needed()
    point = desk.locator("#timeline .js-plotly-plot .scatterlayer .point").first
    box = point.bounding_box()
    assert box is not None
    desk.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    expect(desk.locator("#timeline .hoverlayer .hovertext").first).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, SMALL], ids=["phone", "small"])
def test_a_phone_fetches_plotly_only_at_a_tap(
    open_tab: OpenTab, tom: Person, size: dict[str, int]
) -> None:
    tab = open_tab(tom.user, size)
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto("/numbers")
    tab.wait_for_timeout(800)
    assert not [url for url in asked if "plotly" in url or "charts.json" in url]

    button = tab.locator("#rates").get_by_role("button", name="Explore")
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
    desk.wait_for_timeout(500)
    assert desk.locator("#rolling .js-plotly-plot").evaluate(paper) != light


def test_a_page_says_so_where_the_charts_cannot_be_fetched(open_tab: OpenTab, tom: Person) -> None:
    """The still and the table are complete, so that nothing is missing."""
    tab = open_tab(tom.user)
    tab.goto("/numbers")
    tab.route("**/charts.json*", lambda route: route.fulfill(status=204))
    tab.locator("#rates").get_by_role("button", name="Explore").click()
    expect(tab.locator("#rates").get_by_text("This needs a connection.")).to_be_visible()
    expect(tab.locator("#rates [role=img] > svg").first).to_be_visible()
