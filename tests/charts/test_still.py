import re
from collections.abc import Mapping

import numpy as np
import pytest

from bleedlog.charts.scales import x_axis
from bleedlog.charts.still import still_svg
from bleedlog.charts.theme import Drawing, Frame, colour, figure
from tests.charts.drawn import charts_of, svg_of, words_in

# 200 x 100 px; the plot is 100 px wide from x = 50 and 60 px high from y = 10.
FRAME = Frame(width=200, height=100, left=50, right=50, top=10, bottom=30)
BLACK = colour("ink")


def drawn(*traces: Mapping[str, object], **layout: object) -> Drawing:
    axes = {
        "xaxis": x_axis(FRAME, 0, 10, tickvals=[0, 5], ticktext=["0", "5"]),
        "yaxis": FRAME.rows_axis(),
    }
    return figure(FRAME, traces, axes=axes, **layout)  # type: ignore[arg-type]


def test_a_line_runs_from_data_to_px_and_breaks_at_gaps() -> None:
    line = {"color": BLACK, "width": 2}
    xs, ys = [0, 5, 10, float("nan"), 2, 4], [0, 30, 30, 0, 60, 0]

    svg = still_svg(drawn({"x": xs, "y": ys, "mode": "lines", "line": line}))

    assert 'd="M50 10L100 40H150M70 70L90 10"' in svg


def test_thousands_of_ticks_are_drawn_as_often_as_they_can_be_seen() -> None:
    """5,000 ticks on 100 px, from a foot to a tip and back: one each half px says the same."""
    line = {"color": BLACK, "width": 1}
    xs, ys = np.repeat(np.linspace(0, 10, 5000), 3), np.tile([60.0, 50.0, 60.0], 5000)

    svg = still_svg(drawn({"x": xs, "y": ys, "mode": "lines", "line": line}))

    (path,) = re.findall(r'd="(M50 70V[^"]+)"', svg)
    steps = re.findall(r"H([0-9.]+)", path)
    assert [float(one) for one in steps] == [50 + half / 2 for half in range(1, 201)]
    assert path.count("V60V70") == 201
    assert len(path) == len("M50 70V60V70") + sum(len(f"H{one}V60V70") for one in steps)


@pytest.mark.parametrize(
    ("spans", "path"),
    [
        ([(0, 2), (2, 5), (6, 7)], "M50 70H100M110 70H120"),  # two that touch are one
        ([(0, 5), (3, 8)], "M50 70H130"),  # and so are two that overlap
        ([(0, 8), (2, 3), (9, 10)], "M50 70H130M70 70H80M140 70H150"),  # one within another
        ([(6, 8), (0, 2)], "M110 70H130M50 70H70"),  # not in order
    ],
)
def test_bars_cover_what_their_spans_cover(spans: list[tuple[int, int]], path: str) -> None:
    line = {"color": BLACK, "width": 6}
    xs = [x for first, end in spans for x in (first, end, float("nan"))]
    ys = [y for _ in spans for y in (60, 60, float("nan"))]

    svg = still_svg(drawn({"x": xs, "y": ys, "mode": "lines", "line": line}))

    assert f'd="{path}"' in svg


def test_steps_go_across_then_up() -> None:
    line = {"color": BLACK, "width": 2, "shape": "hv"}

    svg = still_svg(drawn({"x": [0, 5, 10], "y": [60, 30, 0], "mode": "lines", "line": line}))

    assert 'd="M50 70H100V40H150V10"' in svg


def test_an_area_is_closed_after_each_gap() -> None:
    area = {
        "x": [0, 5, 5, float("nan"), 8, 9, 9],
        "y": [0, 0, 30, float("nan"), 0, 0, 30],
        "mode": "lines",
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": colour("after-tint"),
    }

    svg = still_svg(drawn(area))

    assert 'd="M50 10H100V40ZM130 10H140V40Z"' in svg
    assert "chart-fill-after-tint" in svg
    assert "stroke-width" not in svg.split("chart-fill-after-tint")[1].split("/>")[0]


def test_marks_are_cut_at_the_plot_unless_told_otherwise() -> None:
    marks = {
        "x": [0],
        "y": [0],
        "mode": "markers",
        "marker": {"symbol": "circle", "size": 10, "color": BLACK},
    }

    cut, whole = still_svg(drawn(marks)), still_svg(drawn({**marks, "cliponaxis": False}))

    assert '<svg x="50" y="10" width="100" height="60" viewBox="50 10 100 60"' in cut
    assert whole.count("<svg") == 1


def test_words_are_escaped_once() -> None:
    label = FRAME.label("Knee < & > elbow", 4, 20)

    svg = still_svg(drawn(annotations=[label]))

    assert ">Knee &lt; &amp; &gt; elbow</text>" in svg


def test_a_text_stands_where_its_anchor_says() -> None:
    # 13 px type: the baseline is a third of the type below the middle.
    label = FRAME.label("Here", 100, 50, xanchor="right")

    svg = still_svg(drawn(annotations=[label]))

    found = re.search(r'<text x="100" y="([\d.]+)" text-anchor="end"', svg)
    assert found is not None
    assert 53 < float(found[1]) < 56


@pytest.mark.parametrize(
    "strange",
    [
        {"x": [0], "y": [0], "mode": "lines", "error_x": {"array": [1]}},
        {"x": [0], "y": [0], "mode": "lines", "opacity": 0.5},
    ],
)
def test_it_refuses_what_only_plotly_would_draw(strange: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"cannot draw trace: (error_x|opacity)"):
        still_svg(drawn(strange))


def test_it_refuses_shapes_and_layout_that_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="cannot draw shape: opacity"):
        still_svg(drawn(shapes=[{"type": "rect", "opacity": 0.5}]))
    with pytest.raises(ValueError, match="cannot draw layout: title"):
        still_svg({"data": [], "layout": {**drawn()["layout"], "title": "Bleeds"}})
    layout = drawn()["layout"]
    gridded = {**layout, "xaxis": {**layout["xaxis"], "showgrid": True}}
    with pytest.raises(ValueError, match="cannot draw xaxis: showgrid"):
        still_svg({"data": [], "layout": gridded})


def test_a_real_picture_has_the_words_of_its_figure() -> None:
    chart = charts_of("tom", "phone")["before-after"]

    assert words_in(svg_of(chart)) == [
        "0", "5", "10", "15", "20",
        "Before", "10 bleeds, 343 of 365 days noted", "10.6 a year (5.1 to 19.6)",
        "Since month 7", "1 bleed, 371 of 443 days noted", "1.0 a year (0.0 to 5.5)",
    ]  # fmt: skip
