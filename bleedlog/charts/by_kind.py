"""Bleeds a year by kind of bleed, before above after: the clinic's forest plot."""

from collections.abc import Sequence
from typing import Any

from bleedlog.charts.arms import Arm
from bleedlog.charts.before_after_words import KINDS
from bleedlog.charts.forest import Bar, forest, has_band
from bleedlog.charts.key import Item, lay_key
from bleedlog.charts.theme import NARROW, SMALL, TEXT, Drawing, Frame, Size, colour, text_width
from bleedlog.charts.words import count_words, days_words, interval_words, rate_words
from bleedlog.statistics.results import CATEGORIES

WIDTH: dict[Size, int] = {"phone": NARROW, "desk": 500}
LEFT: dict[Size, int] = {"phone": 14, "desk": 150}
RIGHT: dict[Size, int] = {"phone": 142, "desk": 160}
HEAD: dict[Size, int] = {"phone": 18, "desk": 0}
"""Height of the line above the bands that names the kind."""
BANDS = 50
"""Height of two bands with the room around them."""
ARROW = 14
"""From the plot's edge to the figures beside it, and from those to the picture's edge."""
STEP = 18
"""From one band to the next below it, of one kind of bleed."""


def by_kind(arms: Sequence[Arm], size: Size) -> Drawing:
    """Every kind of bleed: one band a window, figures at the right.

    The kind's name stands at the left on the desk, and above its bands on a narrow screen.
    """
    key = lay_key([_key_item(arm) for arm in arms], WIDTH[size])
    lines, head = len(arms), HEAD[size]
    bands = BANDS + STEP * max(0, lines - 2)
    block = head + bands
    top = key.height + 22
    height = top + block * len(CATEGORIES) + 30
    bars = [
        Bar(arm, kind, block * row + head + bands / 2 + STEP * (line - (lines - 1) / 2))
        for row, kind in enumerate(CATEGORIES)
        for line, arm in enumerate(arms)
    ]
    frame = Frame(WIDTH[size], height, LEFT[size], _right(bars, size), top, bottom=28)
    header = frame.label(
        "a year (95% interval)", frame.width - 4, top - 8, role="soft", size=SMALL, xanchor="right"
    )
    texts = [header, *key.labels(frame)]
    for row, kind in enumerate(CATEGORIES):
        texts += _kind_label(frame, arms, kind, (top + block * row, block))
    texts += [
        frame.label(_short_value(bar), frame.width - 4, top + bar.y, size=SMALL, xanchor="right")
        for bar in bars
    ]
    guides = [
        {
            "type": "line",
            "layer": "below",
            "xref": "paper",
            "yref": "y",
            "x0": 0,
            "x1": 1,
            "y0": block * row,
            "y1": block * row,
            "line": {"color": colour("grid"), "width": 1},
        }
        for row in range(len(CATEGORIES))
    ]
    drawn = [bar for bar in bars if has_band(bar, strict=False)]
    return forest(frame, drawn, texts, key=key, shapes=guides)


def _key_item(arm: Arm) -> Item:
    hollow = bool(arm.doubt)
    afterwards = "noted afterwards" if arm.recalled else ""
    about = ", ".join(part for part in (days_words(arm.window), afterwards, arm.doubt) if part)
    return Item(
        f"{arm.label} ({about})",
        arm.symbol,
        fill="card" if hollow else arm.role,
        stroke=arm.role,
    )


def _kind_label(
    frame: Frame, arms: Sequence[Arm], kind: str, place: tuple[float, float]
) -> list[Any]:
    """The kind, and how many of its bleeds have no known cause, window by window.

    `place`: where its block begins and how high it is, px from the figure's top.
    """
    top, block = place
    rates = [arm.rate(kind) for arm in arms]
    unknown = [str(one.unknown_cause) for one in rates if one and one.unknown_cause is not None]
    said = f"unknown cause: {', '.join(unknown)}"
    if frame.width == WIDTH["phone"]:
        line = top + HEAD["phone"] / 2 + 4
        name = frame.label(KINDS[kind], 4, line)
        beside = 14 + text_width(KINDS[kind], TEXT)
        more = frame.label(said, beside, line, role="soft", size=SMALL)
        return [name, more] if unknown else [name]
    middle = top + block / 2
    if not unknown:
        return [frame.label(KINDS[kind], 4, middle)]
    return [
        frame.label(KINDS[kind], 4, middle - 8),
        frame.label(said, 4, middle + 9, role="soft", size=SMALL),
    ]


def _right(bars: Sequence[Bar], size: Size) -> int:
    """Room at the right.

    The figures of a window that is too short are long ones, and the arrow of an interval that
    goes on points at them.
    """
    longest = max((text_width(_short_value(bar), SMALL) for bar in bars), default=0)
    return max(RIGHT[size], round(longest) + ARROW)


def _short_value(bar: Bar) -> str:
    rate = bar.rate
    if rate is None or rate.low is None:
        return "not known"
    if rate.abr is None:
        return f"{count_words(rate.episodes, 'bleed')} ({interval_words(rate.low, rate.high)})"
    return rate_words(rate, unit="")
