"""Rows that name each other by id: `same_as` and `treats`, checked when all rows are read.

Counting rule 1, point 2: the named entry is a bleed, bruise or joint pain of the same person
and has no later onset; itself or a circle is a fault. A linked infusion is not before the
onset, by the clock where both have times, by the date where one has none.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from bleedlog.exchange.diary_file_faults import DiaryFault, shown
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.moment import Moment, parse_moment
from bleedlog.models.vocabulary import BLEED_KINDS, Kind

Key = tuple[str, Hashable]
"""A person's name and an entry's id."""

Node = TypeVar("Node", bound=Hashable)


class Onset(NamedTuple):
    """When an entry began."""

    moment: Moment
    zone: str
    minute: int
    """UTC minutes since 1970; noon where there is no time."""

    def is_before(self, other: "Onset") -> bool:
        """By the clock where both have times, by the date where one has none."""
        return self.moment.is_before(other.moment, self.zone, other.zone)


def onset_of(text: str, zone: str) -> Onset:
    """When an entry with that start in that zone began."""
    moment = parse_moment(text)
    return Onset(moment, zone, moment.minute(zone))


@dataclass(frozen=True, slots=True)
class _Naming:
    line: int
    column: str
    text: str
    by: Key
    named: Key
    onset: Onset | None
    """Of the row that names; None where that row is at fault itself."""


class Links:
    """Ids that rows have, and ids that rows name."""

    def __init__(self) -> None:
        self._lines: dict[Key, int] = {}
        self._bleeds: dict[Key, Onset | None] = {}
        self._namings: list[_Naming] = []

    def line_of(self, key: Key) -> int | None:
        """The line of the row that has that id, or None."""
        return self._lines.get(key)

    def has_id(self, key: Key, line: int) -> None:
        """Note a row with an id of its own."""
        self._lines[key] = line

    def is_bleed(self, key: Key, kind: Kind | None, entry: EntryInput | None) -> None:
        """Note that the row with that id may be named: its kind is a bleed's, or unknown.

        `entry` is None where the row is at fault itself.
        """
        if key in self._lines and (kind is None or kind in BLEED_KINDS):
            self._bleeds[key] = None if entry is None else onset_of(entry.start, entry.zone)

    def names(
        self, line: int, column: str, text: str, *, by: Key, named: Key, entry: EntryInput | None
    ) -> None:
        """Note that a row names another; `entry` is None where the row is at fault itself."""
        onset = None if entry is None else onset_of(entry.start, entry.zone)
        self._namings.append(_Naming(line, column, text, by, named, onset))

    def faults(self, *, all_rows_known: bool) -> Iterator[DiaryFault]:
        """What is wrong with them; unless all rows are known, an unknown id may be one of them."""
        for naming in self._namings:
            wrong = self._fault(naming, all_rows_known=all_rows_known)
            if wrong is not None:
                yield DiaryFault(naming.line, naming.column, *wrong)
        yield from self._circles()

    def _fault(self, naming: _Naming, *, all_rows_known: bool) -> tuple[str, str] | None:
        line = self._lines.get(naming.named)
        if line is None:
            found = f"{shown(naming.text)}, which is no row's id"
            return (found, "the id of a row of the same person") if all_rows_known else None
        if naming.named not in self._bleeds:
            found = f"{shown(naming.text)}, the row on line {line}"
            return found, "the id of a bleed, bruise or joint_pain"
        onset = self._bleeds[naming.named]
        if onset is None or naming.onset is None:
            return None
        if naming.column == "treats":
            if naming.onset.is_before(onset):
                return f"{shown(naming.text)}, which began later (line {line})", (
                    "a bleed that began before the infusion"
                )
        elif onset.minute > naming.onset.minute:
            found = f"{shown(naming.text)}, which began later (line {line})"
            return found, "a row that began no later than this one"
        return None

    def _circles(self) -> Iterator[DiaryFault]:
        """Only rows of the same minute can name each other in a circle."""
        namings = {
            naming.by: naming
            for naming in self._namings
            if naming.column == "same_as"
            and naming.onset is not None
            and self._bleeds.get(naming.named) is not None
        }
        follows = {by: naming.named for by, naming in namings.items()}
        for key in circular(follows):
            naming = namings[key]
            yield DiaryFault(
                naming.line,
                naming.column,
                f"{shown(naming.text)}, which names this row in turn",
                "no circle",
            )


def circular(follows: Mapping[Node, Node]) -> list[Node]:
    """The nodes that lie on a circle, where each node names at most one other. Linear time."""
    found: list[Node] = []
    seen: dict[Node, int] = {}
    for number, start in enumerate(follows):
        path: list[Node] = []
        node = start
        while node in follows and node not in seen:
            seen[node] = number
            path.append(node)
            node = follows[node]
        if path and seen.get(node) == number:
            found += path[path.index(node) :]
    return found
