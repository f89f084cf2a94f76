"""The table of joints: their bleeds before and since, and their history as target joints."""

from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Any

from bleedlog.statistics.results import PersonFigures
from bleedlog.web.words import long_date, short_date

Place = Callable[[int, int], str]
Joint = tuple[int, int]
"""Codes of its site and side."""


@dataclass(frozen=True, slots=True)
class JointRow:
    """One joint: its bleeds before and since, and when it was a target joint."""

    name: str
    before: int
    since: int
    last: str
    history: tuple[str, ...]
    """Each time in which it was a target joint."""

    @property
    def bleeds(self) -> int:
        """All of them."""
        return self.before + self.since


def joints_table(
    rows: Sequence[JointRow], *, treated: bool
) -> tuple[list[Any], list[tuple[Any, ...]]]:
    """Columns and rows as the table component takes them; only a treatment has two sides."""
    sides = ("Before", "Since") if treated else ("Bleeds",)
    columns: list[Any] = ["Joint", *({"label": side, "number": True} for side in sides), "Last"]
    return columns, [
        (row.name, row.before, *((row.since,) if treated else ()), row.last) for row in rows
    ]


def joints_of(person: PersonFigures, place: Place) -> list[JointRow]:
    """Joints that bled, the most bleeds first; counted as the rates count.

    A target joint has its row even where none of its bleeds is in the time that is counted.
    """
    counted = [
        one
        for one in person.episodes
        if one.joint and one.site and (person.rule.include_surgical or not one.surgical)
    ]
    before, since = (
        Counter((one.site, one.side) for one in side) for side in person.parted(counted)
    )
    last = {(one.site, one.side): one.onset_day for one in counted}
    history: dict[Joint, list[str]] = {}
    for target in person.target_joints:
        until = f", resolved {long_date(target.resolved)}" if target.resolved else ""
        said = f"target joint from {long_date(target.since)}{until}"
        history.setdefault((target.site, target.side), []).append(said)
    return [
        JointRow(
            place(*joint),
            before[joint],
            since[joint],
            short_date(last[joint]),
            tuple(history.get(joint, ())),
        )
        for joint in _ranked(before + since, last.keys() & history.keys())
    ]


def _ranked(bleeds: Counter[Joint], targets: Set[Joint]) -> list[Joint]:
    ranked = [joint for joint, _ in bleeds.most_common()]
    return ranked + sorted(targets - set(ranked))
