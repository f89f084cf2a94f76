"""A chart as a file: whole, on white, with its title in as many lines as it needs."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from bleedlog.charts.picture_file import picture_file
from tests.charts.drawn import charts_of


def test_the_picture_is_inside_the_page_with_its_title_above() -> None:
    chart = charts_of("tom", "narrow")["before-after"]
    svg = ET.fromstring(picture_file(chart))  # noqa: S314 - it is ours
    inner = svg.find("{*}svg")
    assert inner is not None
    assert chart.drawing is not None

    lines = [one.text for one in svg.findall("{*}g/{*}g/{*}text")]
    assert " ".join(map(str, lines)) == chart.title
    assert len(lines) > 1
    assert svg.findtext("{*}desc") == chart.summary
    assert float(inner.attrib["width"]) == chart.drawing["layout"]["width"]
    assert float(inner.attrib["y"]) + float(inner.attrib["height"]) < float(svg.attrib["height"])
    assert svg.attrib["viewBox"] == f"0 0 {svg.attrib['width']} {svg.attrib['height']}"


def test_what_is_counted_otherwise_stands_below_the_picture() -> None:
    chart = charts_of("tom", "narrow")["before-after"]
    counted = "Counted: noted at the time; one bleed within 24 hours; without unsure bleeds."
    plain = ET.fromstring(picture_file(chart))  # noqa: S314 - it is ours
    svg = ET.fromstring(picture_file(chart, counted))  # noqa: S314 - it is ours
    inner = svg.find("{*}svg")
    assert inner is not None

    below = float(inner.attrib["y"]) + float(inner.attrib["height"])
    lines = [one for one in svg.findall("{*}g/{*}g/{*}text") if float(one.attrib["y"]) > below]
    assert " ".join(str(one.text) for one in lines) == counted
    assert len(lines) > 1
    assert float(lines[-1].attrib["y"]) < float(svg.attrib["height"])
    assert float(plain.attrib["height"]) < float(svg.attrib["height"])
    assert svg.findtext("{*}desc") == f"{chart.summary} {counted}"


def test_words_are_escaped() -> None:
    chart = replace(charts_of("tom", "desk")["rolling"], title="<b> & co", summary='"x" < 1')

    text = picture_file(chart)

    ET.fromstring(text)  # noqa: S314 - it is ours
    assert "<b>" not in text
    assert not re.search(r"\sid=|\sstyle=", text)


def test_there_is_no_picture_without_a_drawing() -> None:
    with pytest.raises(ValueError, match="without a drawing"):
        picture_file(charts_of("nothing", "desk")["rolling"])
