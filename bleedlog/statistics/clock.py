"""Which entry began the bleed that an entry belongs to: the 72 hours, and what people say.

Everything here works on counting entries in onset order: by person, then onset, then the order
entered. A position is an entry's place in that order.
"""

from bisect import bisect_left, insort
from dataclasses import dataclass

import numpy as np

from bleedlog.statistics.codes import SAME_AS_CLOCK, SAME_AS_NEW
from bleedlog.statistics.columns import Bleeds, Ints
from bleedlog.statistics.entries import NOWHERE, PLACE_BITS

MINUTES_PER_HOUR = 60


def merge_minutes(hours: float) -> int:
    """Whole minutes within which a new onset still belongs to the bleed."""
    # Rounded first: 72.1 * 60 is a hair under 4326 in floating point.
    return int(round(hours * MINUTES_PER_HOUR, 6) // 1)


def onset_order(bleeds: Bleeds, rows: Ints) -> tuple[Ints, Ints]:
    """Put the counting `rows` into onset order, and say whom each one names.

    Returns:
        (rows, named), both of the same length. `named` has, for each position, the position
        of the counting entry that it names, or `SAME_AS_CLOCK`, or `SAME_AS_NEW`. The clock
        decides for an entry that names one which is left out, and for the faults that are
        refused when entered: a later onset, somebody else's entry, itself.
    """
    if not _in_onset_order(bleeds, rows):
        rows = rows[np.lexsort((bleeds.order[rows], bleeds.onset[rows], bleeds.person[rows]))]
    said = bleeds.same_as[rows]
    if not (said >= 0).any():
        return rows, said
    position = np.full(bleeds.person.size, SAME_AS_CLOCK, dtype=np.int64)
    position[rows] = np.arange(rows.size)
    named = np.where(said >= 0, position[said], said)
    namers = np.flatnonzero(named >= 0)
    namer_rows, named_rows = rows[namers], rows[named[namers]]
    fault = bleeds.person[namer_rows] != bleeds.person[named_rows]
    fault |= bleeds.onset[namer_rows] < bleeds.onset[named_rows]
    fault |= namer_rows == named_rows
    named[namers[fault]] = SAME_AS_CLOCK
    return rows, named


@dataclass(frozen=True, slots=True)
class Counting:
    """Counting entries in onset order. All arrays have one length."""

    person: Ints
    onset: Ints
    """UTC minute."""
    reach: Ints
    """Latest of onset, end and last treatment of the entry alone, UTC minute."""
    place: Ints
    """As `entries.places` numbers it."""
    named: Ints
    """As `onset_order` gives it."""


def began_by(entries: Counting, merge: int) -> Ints:
    """Find the entry that began each entry's bleed (counting rule 1, point 2).

    Args:
        entries: Of people numbered from 0.
        merge: Minutes after the bleed's reach so far within which an onset belongs to it.

    Returns:
        Position, for each entry, of the first entry of its bleed.

    An entry that names one of the same minute which was entered later waits until that one is
    decided, and then joins it; being the earlier of the two, it can become the first entry.
    """
    if not entries.person.size:
        return np.empty(0, dtype=np.int64)
    began = _by_the_clock(entries, merge)
    names_one = entries.named >= 0
    if names_one.any():
        naming = np.zeros(entries.person[-1] + 1, dtype=np.bool_)
        naming[entries.person[names_one]] = True
        positions = np.flatnonzero(naming[entries.person])
        began[positions] = _OneByOne(entries, positions, merge).began()
    return began


def _in_onset_order(bleeds: Bleeds, rows: Ints) -> bool:
    person, onset, order = bleeds.person[rows], bleeds.onset[rows], bleeds.order[rows]
    later = order[1:] >= order[:-1]
    later &= onset[1:] == onset[:-1]
    later |= onset[1:] > onset[:-1]
    later &= person[1:] == person[:-1]
    later |= person[1:] > person[:-1]
    return bool(later.all())


def _by_the_clock(entries: Counting, merge: int) -> Ints:
    """Columns at once, as if nobody named an entry.

    An episode that began earlier at a place ended more than `merge` before the next began
    there, unless somebody said `new`. So a running maximum from the place's first entry, or
    from the latest `new`, is the reach of the episode that began last.
    """
    person, onset, place = entries.person, entries.onset, entries.place
    count = person.size
    position_bits = int(count).bit_length()
    key = (((person << PLACE_BITS) | place) << position_bits) | np.arange(count)
    key.sort()
    position = key & ((1 << position_bits) - 1)
    group = key >> position_bits
    here = place[position]
    starts = entries.named[position] == SAME_AS_NEW
    starts |= here == NOWHERE
    starts[0] = True
    starts[1:] |= group[1:] != group[:-1]

    # Minutes from the first onset on, and never past the last one, so that a stretch's
    # number fits above them: then one running maximum serves all stretches.
    base, latest = int(onset.min()), int(onset.max())
    minute_bits = (latest - base).bit_length()
    stretch = np.cumsum(starts) << minute_bits
    stretch -= base
    reached = np.minimum(entries.reach, latest)[position]
    reached += stretch
    np.maximum.accumulate(reached, out=reached)
    reached += merge
    starts[1:] |= (onset[position] + stretch)[1:] > reached[:-1]

    first = np.flatnonzero(starts)
    began = np.empty(count, dtype=np.int64)
    began[position] = np.repeat(position[first], np.diff(first, append=count))
    return began


class _OneByOne:
    """Entry by entry, for the few people who named one."""

    def __init__(self, entries: Counting, positions: Ints, merge: int) -> None:
        self._positions = positions.tolist()
        self._merge = merge
        columns = (entries.onset, entries.reach, entries.person, entries.place, entries.named)
        rows = zip(*(column[positions].tolist() for column in columns), strict=True)
        self._rows = dict(zip(self._positions, rows, strict=True))
        # The episode of each entry decided so far, known by the entry that it began with ...
        self._episode: dict[int, int] = {}
        # ... its first entry (one that had waited can come before that one), and its reach.
        self._first: dict[int, int] = {}
        self._reach: dict[int, int] = {}
        # First entries of the episodes at each person's place, in onset order.
        self._at: dict[tuple[int, int], list[int]] = {}
        # Who waits for an entry of the same minute, because they named it.
        self._waiting: dict[int, list[int]] = {}

    def began(self) -> list[int]:
        """First entry of each entry's episode, for all the positions."""
        for position in self._positions:
            named = self._rows[position][-1]
            if named < 0:
                self._put(position, self._by_the_clock(position))
            elif named in self._episode:
                self._put(position, self._episode[named])
            else:
                self._waiting.setdefault(named, []).append(position)
        for position in self._positions:
            # A circle of names is refused when entered; here it is a bleed of its own.
            if position not in self._episode:
                self._put(position, position)
        return [self._first[self._episode[position]] for position in self._positions]

    def _by_the_clock(self, position: int) -> int:
        onset, _, person, place, named = self._rows[position]
        there = self._at.get((person, place))
        if named == SAME_AS_NEW or place == NOWHERE or not there:
            return position
        last = self._episode[there[-1]]
        return last if onset <= self._reach[last] + self._merge else position

    def _put(self, position: int, episode: int) -> None:
        """Let an entry join an episode, or begin its own, and those join that wait for it."""
        joining = [position]
        while joining:
            joins = joining.pop()
            self._episode[joins] = episode
            reach = self._rows[joins][1]
            self._reach[episode] = max(reach, self._reach.get(episode, reach))
            self._move_first(episode, joins)
            joining += self._waiting.pop(joins, [])

    def _move_first(self, episode: int, joins: int) -> None:
        first = self._first.get(episode)
        if first is not None and first < joins:
            return
        if first is not None:
            there = self._at[self._rows[first][2:4]]
            del there[bisect_left(there, first)]
        self._first[episode] = joins
        insort(self._at.setdefault(self._rows[joins][2:4], []), joins)
