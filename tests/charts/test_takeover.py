"""Plotly takes over from the still in a real Chromium, under the strict policy."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from bleedlog.charts.chart import Chart
from bleedlog.charts.theme import COLOURS
from tests.charts.chart_page import Served, Watched, layout_now, opened, serving
from tests.charts.drawn import SIZES, charts_of
from tests.charts.hard_lives import LIVES
from tests.patience import comes_true

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHARTS = 4
BOXES = """([name, selector]) => {
  const canvas = document.querySelector(`[data-chart="${name}"] .chart-canvas`);
  const edge = canvas.getBoundingClientRect();
  return [...canvas.querySelectorAll(selector)]
    .filter((one) => one.tagName !== "text" || one.textContent.trim())
    .map((one) => {
      const box = one.getBoundingClientRect();
      return [one.textContent, box.left - edge.left, box.top - edge.top, box.width, box.height];
    })
    .sort((a, b) => a[0].localeCompare(b[0]) || a[1] - b[1] || a[2] - b[2]);
}"""
Box = tuple[str, float, float, float, float]


@pytest.fixture(scope="module")
def desk() -> Iterator[Served]:
    with serving(charts_of("tom", "desk"), tap=False) as served:
        yield served


@pytest.fixture
def phone() -> Iterator[Served]:
    with serving(charts_of("tom", "phone"), tap=True) as served:
        yield served


def rgb(colour: str) -> str:
    """A colour as the browser names it."""
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


def boxes(page: Page, name: str, selector: str) -> list[Box]:
    found: list[Box] = [tuple(one) for one in page.evaluate(BOXES, [name, selector])]
    return found


def of_all_sizes(life: str) -> dict[str, Chart]:
    """The charts of a life that have something to draw, as they are made for each screen."""
    return {
        f"{size}-{name}": chart
        for size in SIZES
        for name, chart in charts_of(life, size).items()
        if chart.figure is not None
    }


def drag(watched: Watched, name: str, start: float, end: float) -> None:
    """Drag across the middle of a chart, from one share of its width to another."""
    still = watched.page.locator(f"[data-chart='{name}'] .chart-still")
    still.scroll_into_view_if_needed()
    box = still.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] * 0.5
    watched.page.mouse.move(box["x"] + box["width"] * start, y)
    watched.page.mouse.down()
    for step in range(1, 9):
        share = start + (end - start) * step / 8
        watched.page.mouse.move(box["x"] + box["width"] * share, y)
    watched.page.mouse.up()


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_desk_plotly_draws_without_a_complaint(desk: Served, dark: bool) -> None:
    with opened(desk.address, dark=dark) as watched:
        watched.live(CHARTS)
        drag(watched, "timeline", 0.3, 0.5)
        expect(watched.page.get_by_text("Aug 2024")).to_have_count(1)

        assert watched.all_complaints() == []
        assert {path.split("?")[0] for path in desk.asked} <= {
            "/", "/charts.json", "/static/images/favicon.svg", "/static/css/bleedlog.css",
            "/static/css/charts.css", "/static/js/charts.js", "/static/js/figures.js",
            "/static/js/zoom.js", "/static/build/plotly.css", "/static/build/plotly.min.js",
        }  # fmt: skip


def test_nothing_offers_to_send_the_figure_away(desk: Served) -> None:
    with opened(desk.address) as watched:
        watched.live(CHARTS)

        assert watched.page.locator(".modebar-btn, .modebar a").count() == 0
        assert "plot.ly" not in watched.page.content()
        expect(watched.page.get_by_text("Share", exact=False)).to_have_count(0)
        expect(watched.page.get_by_text("Cloud", exact=False)).to_have_count(0)


@pytest.mark.parametrize("life", ["tom", "worse", "doubtful"])
def test_still_and_plotly_put_words_and_marks_in_the_same_places(life: str) -> None:
    charts = of_all_sizes(life)
    with serving(charts, tap=False) as served, opened(served.address) as watched:
        watched.live(len(charts))
        for name in charts:
            still = boxes(watched.page, name, ".chart-still text")
            plotly = boxes(watched.page, name, ".chart-stage text")
            assert [one[0] for one in still] == [one[0] for one in plotly], name
            for mine, theirs in zip(still, plotly, strict=True):
                assert mine[1:3] == pytest.approx(theirs[1:3], abs=2), (name, mine[0])

            marks = sorted(one[1:3] for one in boxes(watched.page, name, ".chart-still g > path"))
            points = sorted(one[1:3] for one in boxes(watched.page, name, ".chart-stage .point"))
            assert len(marks) == len(points), name
            for mark, point in zip(marks, points, strict=True):
                assert mark == pytest.approx(point, abs=1.5), name


@pytest.mark.parametrize("life", [one for one in LIVES if one != "nothing"])
def test_no_words_run_into_each_other(life: str) -> None:
    charts = of_all_sizes(life)
    with serving(charts, tap=True) as served, opened(served.address) as watched:
        for name in charts:
            words = [one for one in boxes(watched.page, name, ".chart-still text") if one[0] != "?"]
            wide = watched.page.locator(f"[data-chart='{name}'] .chart-still").bounding_box()
            assert wide is not None
            for at, one in enumerate(words):
                assert one[1] > -1, (name, one)
                assert one[1] + one[3] < wide["width"] + 1, (name, one)
                for other in words[at + 1 :]:
                    apart = (
                        one[1] + one[3] <= other[1] + 0.5
                        or other[1] + other[3] <= one[1] + 0.5
                        # Line boxes may touch; letters need the middle 80%.
                        or one[2] + one[4] * 0.9 <= other[2] + other[4] * 0.1
                        or other[2] + other[4] * 0.9 <= one[2] + one[4] * 0.1
                    )
                    assert apart, (name, one, other)


def test_zoomed_in_plotly_names_the_months_and_a_double_click_brings_the_whole_back(
    desk: Served,
) -> None:
    with opened(desk.address) as watched:
        watched.live(CHARTS)
        ticks = watched.page.locator("[data-chart='timeline'] .xtick text")
        whole = ticks.all_text_contents()

        drag(watched, "timeline", 0.3, 0.5)
        expect(ticks.first).to_have_text("Aug 2024")
        assert layout_now(watched.page, "timeline")["xaxis"]["tickmode"] == "auto"

        box = watched.page.locator("[data-chart='timeline'] .chart-still").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.5

        def after_two_clicks() -> bool:
            # On a busy machine the two clicks may come too far apart: people click again.
            watched.page.mouse.dblclick(x, y)
            return comes_true(watched.page, lambda: ticks.all_text_contents() == whole, within=2)

        assert comes_true(watched.page, after_two_clicks)


def test_pointing_at_a_bleed_tells_its_story(desk: Served) -> None:
    # Narrower than the chart was laid out for: the figure is scaled, and so is the pointing.
    with opened(desk.address, width=700) as watched:
        watched.live(CHARTS)
        watched.page.locator("[data-chart='timeline']").scroll_into_view_if_needed()
        point = watched.page.locator("[data-chart='timeline'] .chart-stage .xy .point").first
        box = point.bounding_box()
        assert box is not None
        watched.page.mouse.move(box["x"] - 4, box["y"] + box["height"] / 2)
        watched.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

        expect(watched.page.locator(".hovertext").first).to_contain_text("on its own, treated")


def test_at_night_the_figure_changes_colour_with_the_page(desk: Served) -> None:
    with opened(desk.address) as watched:
        watched.live(CHARTS)
        dashed = watched.page.locator("[data-chart='cumulative'] .js-line[style*='dasharray: 6']")
        expect(dashed).to_have_css("stroke", rgb(COLOURS["before"][0]))

        watched.page.emulate_media(color_scheme="dark")

        expect(dashed).to_have_css("stroke", rgb(COLOURS["before"][1]))
        assert watched.all_complaints() == []


def test_on_a_phone_plotly_waits_for_the_tap(phone: Served) -> None:
    with opened(phone.address, width=390) as watched:
        button = watched.page.get_by_role("button", name="Explore").first
        expect(button).to_be_visible()
        # When a desk would fetch it: after the first paint, and then with nothing else to do.
        watched.page.evaluate(
            "new Promise(done =>"
            " requestAnimationFrame(() => requestIdleCallback(done, { timeout: 2000 })))"
        )
        watched.page.wait_for_load_state("networkidle")
        assert not [one for one in phone.asked if "build" in one or "json" in one]

        height = watched.page.locator("main").bounding_box()
        button.click()
        watched.live(1)

        assert watched.page.locator(".is-live").count() == 1
        assert watched.page.locator("main").bounding_box() == height, "nothing moves"
        name = charts_of("tom", "phone")["before-after"].summary
        expect(watched.page.get_by_role("img", name=name)).to_have_count(1)

        watched.page.get_by_role("button", name="Close").click()
        expect(watched.page.locator(".chart-stage")).to_have_count(0)
        expect(watched.page.locator(".chart-still").first).to_be_visible()
        assert watched.all_complaints() == []


@pytest.mark.parametrize("missing", ["/charts.json", "/static/build/plotly.min.js"])
def test_without_a_connection_the_still_stays_and_it_is_said(phone: Served, missing: str) -> None:
    phone.broken.add(missing)
    with opened(phone.address, width=390) as watched:
        watched.page.get_by_role("button", name="Explore").first.click()
        expect(watched.page.get_by_role("status").first).to_contain_text("needs a connection")
        expect(watched.page.locator(".chart-still").first).to_be_visible()

        phone.broken.clear()
        watched.page.get_by_role("button", name="Explore").first.click()
        watched.live(1)
        expect(watched.page.locator(".chart-status").first).to_be_empty()


def test_on_paper_the_still_is_printed(desk: Served) -> None:
    with opened(desk.address, dark=True) as watched:
        watched.live(CHARTS)
        watched.page.emulate_media(media="print", color_scheme="dark")

        expect(watched.page.locator(".chart-stage").first).to_be_hidden()
        expect(watched.page.locator(".chart-still").first).to_be_visible()
        mark = watched.page.locator("[data-chart='cumulative'] .chart-still .chart-fill-after")
        expect(mark.first).to_have_css("fill", "rgb(40, 161, 151)")
