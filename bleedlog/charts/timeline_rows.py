"""Which row of the timeline a bleed stands on: one per joint, the rest together."""

from collections.abc import Callable
from dataclasses import dataclass

from bleedlog.charts.theme import Size
from bleedlog.statistics.codes import BLANK, Manifestation
from bleedlog.statistics.results import Episode, PersonFigures

Names = Callable[[int, int, int], str]
"""Codes of manifestation, site and side -> words for people ("Left knee", "Nosebleed")."""

MOST: dict[Size, int] = {"phone": 5, "desk": 9}
"""Joints that get a row of their own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its words, its bleeds in onset order, the joint if it is one joint's row."""

    label: str
    episodes: tuple[Episode, ...]
    place: tuple[int, int] | None = None


def rows_of(
    figures: PersonFigures, names: Names, size: Size, most: int | None = None
) -> tuple[Row, ...]:
    """Joints by how often they bled, then the other joints, then everything else.

    Among too many joints (`most`, or what the screen has room for), a target joint keeps its row.
    """
    joints = [one for one in figures.episodes if one.joint and one.site != BLANK]
    found: dict[tuple[int, int], list[Episode]] = {}
    for one in joints:
        found.setdefault((one.site, one.side), []).append(one)
    times = {at: len(episodes) for at, episodes in found.items()}
    targets = {(one.site, one.side) for one in figures.target_joints}
    ranked = sorted(times, key=lambda at: (at not in targets, -times[at], at))
    ranked = ranked[: most or MOST[size]]
    rows = [
        Row(
            names(Manifestation.JOINT, *at),
            tuple(found[at]),
            at,
        )
        for at in sorted(ranked, key=lambda at: (-times[at], at))
    ]
    left = [one for one in figures.episodes if not one.joint or (one.site, one.side) not in ranked]
    for label, joint in (("Other joints" if rows else "Joints", True), ("Other bleeds", False)):
        bleeds = tuple(one for one in left if one.joint is joint)
        if bleeds:
            rows.append(Row(label, bleeds))
    return tuple(rows)
