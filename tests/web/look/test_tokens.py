"""Colours that can be told apart, and a style sheet that a weak signal can carry."""

import re

import brotli
import pytest

from bleedlog.web.stylesheets import SHEETS, put_together
from tests.web.look.gallery import ROOT

STYLES = ROOT / "static" / "css"
ENTRY = (STYLES / "bleedlog.css").read_text()

# What stands on what: words need 4.5:1, edges and marks 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
WORDS = [
    ("ink", "paper"), ("ink", "card"), ("soft", "paper"), ("soft", "card"),
    ("ink", "warning-tint"), ("soft", "warning-tint"), ("warning", "warning-tint"),
    ("warning", "card"), ("ink", "danger-tint"), ("danger", "danger-tint"), ("danger", "card"),
    ("danger", "paper"), ("teal", "card"), ("teal", "paper"), ("teal", "teal-tint"),
    ("ink", "teal-tint"), ("teal-ink", "teal-tint"), ("teal-ink", "day"), ("plum", "card"),
    ("plum", "plum-tint"), ("on-solid", "plum-solid"), ("on-solid", "teal-solid"),
    ("on-solid", "teal-press"), ("on-solid", "header"), ("ink", "hatch"), ("before", "card"),
    ("before", "paper"), ("after", "card"), ("after", "paper"), ("teal", "danger-tint"),
    ("teal", "warning-tint"),
]  # fmt: skip
MARKS = [
    ("edge", "paper"), ("edge", "card"), ("plum-solid", "paper"), ("plum-solid", "card"),
    ("teal-solid", "paper"), ("teal-solid", "card"), ("hatch-edge", "paper"),
    ("figure-edge", "paper"), ("focus", "paper"), ("focus", "card"), ("danger", "card"),
]  # fmt: skip


def tokens(block: str) -> dict[str, str]:
    """The colours that a block of the entry sets."""
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))


LIGHT_BLOCK, DARK_BLOCK = ENTRY.split("@media (prefers-color-scheme: dark)")
LIGHT = tokens(LIGHT_BLOCK)
DARK = LIGHT | tokens(DARK_BLOCK)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2), 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_published() -> None:
    # WCAG's own limits, and #767676 on white, known as the lightest grey that passes.
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_and_marks_be_seen(scheme: dict[str, str]) -> None:
    faint = [
        f"{front} on {ground}: {contrast(scheme[front], scheme[ground]):.2f}"
        for pairs, least in ((WORDS, 4.5), (MARKS, 3))
        for front, ground in pairs
        if contrast(scheme[front], scheme[ground]) < least
    ]
    assert faint == []


def test_the_dark_scheme_changes_every_ground_and_ink() -> None:
    same = {name for name in LIGHT if LIGHT[name] == DARK[name]}
    assert same == {"on-solid"}


def test_at_night_nothing_but_colours_and_shadows_changes() -> None:
    """So whoever looks at a page by day and night has only colours to look at twice."""
    told = "".join(sheet.read_text() for sheet in STYLES.rglob("*.css"))
    blocks = re.findall(r"@media [^{]*prefers-color-scheme[^{]*{\s*:root {([^{}]*)}\s*}", told)
    declared = [one.strip() for block in blocks for one in block.split(";") if one.strip()]

    assert len(blocks) == told.count("prefers-color-scheme") > 0
    assert "light-dark(" not in told
    colour = r"#[0-9a-f]{3,8}|rgb\([\d /%]+\)"
    # A shadow takes no room either.
    allowed = re.compile(rf"--[\w-]+: ({colour})|--(shadow|lift): [\d px-]+({colour})")
    assert [one for one in declared if not allowed.fullmatch(one)] == []


def test_every_token_that_is_used_is_set() -> None:
    sheets = "".join(sheet.read_text() for sheet in STYLES.rglob("*.css"))
    used = set(re.findall(r"var\(--([\w-]+)\)", sheets))
    assert used - set(re.findall(r"--([\w-]+):", sheets)) == set()


@pytest.mark.parametrize("layout", SHEETS)
def test_the_stylesheet_of_every_page_fits_in_ten_kilobytes(layout: str) -> None:
    texts = {path: (ROOT / "static" / path).read_text() for path in SHEETS[layout]}
    assert 0 < len(brotli.compress(put_together(texts, layout).encode())) <= 10_240


def test_every_style_is_of_a_layout() -> None:
    """So a page has one stylesheet to wait for, and links none of its own."""
    used = set().union(*SHEETS.values())
    assert {path.relative_to(ROOT / "static").as_posix() for path in STYLES.rglob("*.css")} == used
    for page in (ROOT / "templates").rglob("*.html"):
        links = page.read_text().replace('<link rel="stylesheet" href="handed:', "")
        if page.name != "styles.html":
            assert 'rel="stylesheet"' not in links, f"{page}: add it to SHEETS"
