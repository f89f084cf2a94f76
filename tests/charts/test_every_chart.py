"""What must hold for each chart of every life, however awkward, on phone and desk."""

import json
import re
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from bleedlog.charts.chart import Chart, charts_json
from bleedlog.charts.theme import CLEAR, COLOURS, DARK, ROLES
from tests.charts.drawn import SIZES, Shown, charts_of, svg_of, words_in
from tests.charts.hard_lives import LIVES

EVERY = [(life, size, name) for life in LIVES for size in SIZES for name in charts_of(life, size)]
DRAWN = [one for one in EVERY if charts_of(one[0], one[1])[one[2]].figure is not None]


def chart_of(life: str, size: Shown, name: str) -> Chart:
    return charts_of(life, size)[name]


@pytest.mark.parametrize(("life", "size", "name"), EVERY)
def test_it_says_in_words_what_it_shows(life: str, size: Shown, name: str) -> None:
    chart = chart_of(life, size, name)
    said = [one for one in re.split(r"(?<=[.!?])\s", chart.summary) if one]

    assert chart.title
    assert said
    assert [one for one in said if len(one.split()) > 20] == []
    assert all(one.endswith(".") for one in said)
    assert not set("<>—") & set(chart.title + chart.summary)


@pytest.mark.parametrize(("life", "size", "name"), EVERY)
def test_its_table_is_whole(life: str, size: Shown, name: str) -> None:
    chart = chart_of(life, size, name)

    assert {len(row) for row in chart.rows} <= {len(chart.columns)}
    assert bool(chart.rows) >= (chart.figure is not None and name in ("before-after", "cumulative"))


@pytest.mark.parametrize("size", SIZES)
def test_without_an_entry_there_is_no_picture_but_a_word(size: Shown) -> None:
    for chart in charts_of("nothing", size).values():
        assert chart.figure is None
        assert chart.still() == ""
        assert chart.rows == ()
        assert "days are noted" in chart.summary


@pytest.mark.parametrize(("life", "size", "name"), DRAWN)
def test_plotly_accepts_the_figure(life: str, size: Shown, name: str) -> None:
    drawn = chart_of(life, size, name).figure
    assert drawn is not None

    # Built without plotly's checks for speed: here it checks every property.
    checked = go.Figure(drawn.to_dict())

    assert json.loads(checked.to_json()) == json.loads(drawn.to_json())


@pytest.mark.parametrize(("life", "size", "name"), DRAWN)
def test_plotly_finds_no_markup_but_breaks(life: str, size: Shown, name: str) -> None:
    drawn = chart_of(life, size, name).figure
    assert drawn is not None

    told = json.dumps(json.loads(drawn.to_json()))
    marks = set(re.findall(r"<[^>]*>?", told))

    assert marks <= {"<br>", "<extra>", "</extra>"}


@pytest.mark.parametrize(("life", "size", "name"), DRAWN)
def test_every_colour_has_a_meaning_and_a_dark_form(life: str, size: Shown, name: str) -> None:
    drawn = chart_of(life, size, name).figure
    assert drawn is not None

    colours = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", drawn.to_json()))

    assert colours - {CLEAR} <= set(DARK)


@pytest.mark.parametrize(("life", "size", "name"), DRAWN)
def test_the_still_needs_no_inline_style(life: str, size: Shown, name: str) -> None:
    svg = svg_of(chart_of(life, size, name))

    for part in svg.iter():
        kind = part.tag.rpartition("}")[2]
        assert kind in {"svg", "g", "path", "rect", "text"}
        assert {one for one in part.attrib if one.startswith("on")} == set()
        assert not {"style", "id", "href"} & set(part.attrib)
        for paint in ("fill", "stroke"):
            colour = part.get(paint, "none")
            if colour != "none":
                role = ROLES[colour]
                way = "fill" if paint == "fill" else "line"
                assert f"chart-{way}-{role}" in part.get("class", "").split()


@pytest.mark.parametrize(("life", "size", "name"), DRAWN)
def test_no_word_leaves_the_picture(life: str, size: Shown, name: str) -> None:
    svg = svg_of(chart_of(life, size, name))
    _, _, wide, high = map(float, svg.attrib["viewBox"].split())

    assert words_in(svg)
    for text in svg.iter("{http://www.w3.org/2000/svg}text"):
        assert 0 <= float(text.attrib["x"]) <= wide
        assert 0 < float(text.attrib["y"]) < high


def test_the_page_fetches_all_figures_in_one_answer() -> None:
    charts = charts_of("tom", "desk") | {"empty": charts_of("nothing", "desk")["rolling"]}

    answer = json.loads(charts_json(charts))

    assert set(answer["charts"]) == {"before-after", "body", "cumulative", "rolling", "timeline"}
    assert answer["dark"]["#801650"] == COLOURS["before"][1]
    for name, figure in answer["charts"].items():
        drawn = charts[name].figure
        assert drawn is not None
        assert figure == json.loads(drawn.to_json())


@pytest.mark.parametrize("sizes", [["phone"], ["desk", "narrow"]])
def test_twenty_years_stay_light(sizes: list[Shown]) -> None:
    shown = [charts_of("twenty years", size) for size in sizes]

    stills = [charts[name].still() for charts in shown for name in charts]
    if "narrow" in sizes:
        # Of these the narrow picture stands on every screen.
        stills.remove(shown[0]["before-after"].still())

    # Bytes: what a page carries at once, and what it fetches afterwards.
    assert sum(map(len, stills)) < 300_000
    assert len(charts_json(shown[0])) < 600_000


@pytest.mark.parametrize("life", LIVES)
def test_a_desk_page_has_each_picture_for_narrow_screens_too(life: str) -> None:
    for name, narrow in charts_of(life, "narrow").items():
        wide = charts_of(life, "desk")[name]

        assert (narrow.drawing is None) is (wide.drawing is None), name
        assert replace(narrow, drawing=wide.drawing, narrow=None) == wide, name


@pytest.mark.parametrize(("life", "size", "name"), DRAWN)
def test_no_type_is_too_small_on_the_smallest_screen(life: str, size: Shown, name: str) -> None:
    """Px as shown, at least: in a card of a phone 320 px wide, and of a desk or tablet.

    The one letter in a mark and its "?" repeat what the key says in words.
    """
    room = 286 if size != "desk" else 736 if name == "timeline" else 512
    svg = svg_of(chart_of(life, size, name))
    scale = min(1.2, room / float(svg.attrib["viewBox"].split()[2]))

    sizes = {
        float(one.attrib["font-size"]) * scale
        for one in svg.iter()
        if "font-size" in one.attrib and [text for text in one.itertext() if text != "?"]
    }

    assert min(sizes) > 10.9
