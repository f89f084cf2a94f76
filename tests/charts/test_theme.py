import re
from itertools import combinations
from pathlib import Path

import pytest

from bleedlog.charts.theme import COLOURS, DARK, plain, text_width

STYLES = Path(__file__).parents[2] / "static" / "css" / "charts.css"
TEXT = ("ink", "soft", "before")
MARKS = ("before", "after", "factor", "axis", "ink", "soft")


def luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("night", [0, 1])
@pytest.mark.parametrize("ground", ["card", "shade"])
def test_words_and_marks_stand_out_from_card_and_shade(night: int, ground: str) -> None:
    below = COLOURS[ground][night]

    assert {
        role: contrast(COLOURS[role][night], below)
        for role in TEXT
        if contrast(COLOURS[role][night], below) < 4.5
    } == {}
    # The teal that the design names has 3:1 on white; the shade beneath a mark takes a little.
    least = 3 if ground == "card" else 2.7
    assert {
        role: contrast(COLOURS[role][night], below)
        for role in MARKS
        if contrast(COLOURS[role][night], below) < least
    } == {}


@pytest.mark.parametrize("night", [0, 1])
def test_before_and_after_differ_in_greyscale_too(night: int) -> None:
    assert contrast(COLOURS["before"][night], COLOURS["after"][night]) > (2.5, 1.2)[night]


def test_the_design_named_these_colours() -> None:
    assert COLOURS["before"][0] == "#801650"
    assert COLOURS["after"][0].upper() == "#28A197"
    assert COLOURS["factor"][0].upper() == "#12436D"
    assert COLOURS["liver"][0].upper() == "#F46A25"
    assert COLOURS["card"][0] == "#ffffff"


@pytest.mark.parametrize("night", [0, 1])
def test_factor_ix_stands_out_from_every_band_and_alt_from_the_card(night: int) -> None:
    bands = ("severe", "moderate", "mild", "card")
    assert min(contrast(COLOURS["factor"][night], COLOURS[band][night]) for band in bands) > 3
    assert contrast(COLOURS["liver"][night], COLOURS["card"][night]) > 3


def test_no_two_meanings_share_a_colour() -> None:
    assert len(DARK) == len(COLOURS)
    assert [pair for pair in combinations(COLOURS.values(), 2) if pair[0][1] == pair[1][1]] == []


def test_the_stylesheet_has_the_same_colours_and_a_class_for_each() -> None:
    css = STYLES.read_text()
    for role, (light, dark) in COLOURS.items():
        values = re.findall(rf"--chart-{role}: (#[0-9a-f]+);", css)
        assert values == [light, dark]
        assert re.search(rf"\.chart-fill-{role} {{\s+fill: var\(--chart-{role}\)", css)
        assert re.search(rf"\.chart-line-{role} {{\s+stroke: var\(--chart-{role}\)", css)
        assert re.search(rf"--chart-{role}: [A-Z]\w+;", css), "forced colours"


def test_plotly_is_given_no_markup() -> None:
    assert plain("<b>Knee</b> & ankle") == "&lt;b&gt;Knee&lt;/b&gt; &amp; ankle"


def test_text_is_measured_generously() -> None:
    # Chromium's widths at 13 px: DejaVu Sans 149 px, Liberation Sans 139 px.
    assert 149 <= text_width("10.6 a year (5.1 to 19.6)", 13) <= 190
