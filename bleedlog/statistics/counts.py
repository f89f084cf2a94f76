"""Episodes and observed days per window: the columns that every rate is made of."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from bleedlog.statistics.blocks import Blocks
from bleedlog.statistics.codes import NO_DAY, Cause, Span
from bleedlog.statistics.columns import Days, Diaries, Flags, Ints, Spans
from bleedlog.statistics.episodes import EpisodeColumns, find_episodes
from bleedlog.statistics.observed import (
    NEVER,
    Claims,
    data_range,
    gather_claims,
    lie_in,
    person_day,
    united,
)
from bleedlog.statistics.results import CATEGORIES
from bleedlog.statistics.rule import Rule
from bleedlog.statistics.windows import Windows, lay_windows, printing_order


@dataclass(frozen=True, slots=True)
class WindowCounts:
    """Counts per person and window. Shapes: (people, windows) unless said otherwise.

    Windows are local days, half-open, cut at each person's end of data. A person who has no
    such window has `NO_DAY` in `start` and `end`, and zeros.
    """

    names: tuple[str, ...]
    """In printing order: by start, `after_6m` last; then `year_1`, ... of the untreated.

    Only windows that somebody has.
    """
    start: Days
    end: Days
    elapsed: Days
    """Days."""
    observed: Days
    """Days."""
    bleed_only: Days
    """Observed days known from nothing but a bleed's onset."""
    episodes: NDArray[np.int32]
    """Shape (4, people, windows), in the order of `results.CATEGORIES`."""
    unknown_cause: NDArray[np.int32]
    """Episodes of unknown cause."""
    known: Flags
    """Shape (4, people, windows): False where a bleed count leaves the rate not known."""
    first_day: Days
    """First observed day per person, or `NO_DAY`. Shape (people,)."""
    end_of_data: Days
    """Day after the last observed day per person, or `NO_DAY`. Shape (people,)."""


def count_windows(diaries: Diaries, rule: Rule) -> WindowCounts:
    """Count episodes and days in every window of everybody, in blocks on two threads."""
    parted = Blocks(diaries)

    def count(number: int) -> tuple[slice, WindowCounts]:
        people, block = parted.block(number)
        episodes = find_episodes(block, rule)
        return people, count_in_windows(block, rule, episodes, gather_claims(block))

    total = _blank(diaries.people, ())
    with ThreadPoolExecutor(max_workers=2) as threads:
        for people, counts in threads.map(count, range(len(parted))):
            new = set(counts.names).difference(total.names)
            if new:
                narrower = total
                total = _blank(diaries.people, sorted(new.union(total.names), key=printing_order))
                _copy(narrower, total, slice(None))
            _copy(counts, total, people)
    return total


def count_in_windows(
    diaries: Diaries,
    rule: Rule,
    episodes: EpisodeColumns,
    claims: Claims,
    *,
    until: Days | None = None,
    beside: bool = False,
) -> WindowCounts:
    """Count as `count_windows` does, everybody at once.

    Args:
        diaries: Whose.
        rule: The counting rule and its options.
        episodes: Of these diaries by this rule.
        claims: Of these diaries.
        until: First day that is left out, with all after it, or `NO_DAY`. Shape (people,).
            A bleed count that reaches past it leaves `all` not known in its window.
        beside: Also count `last_12_months_before`.
    """
    first_day, end_of_data = data_range(claims, diaries.people)
    if until is not None:
        cut = until != NO_DAY
        end_of_data[cut] = np.minimum(end_of_data, until)[cut]
    windows = lay_windows(diaries.treated_day, first_day, end_of_data, rule, beside=beside)
    edges = person_day(np.arange(diaries.people), windows.edges)
    counted = bleed_counts(diaries.spans)
    tallies = _within(windows, _episodes_before(edges, rule, episodes, counted))
    observed, bleed_only = _within(windows, _days_before(edges, claims))
    start = _bounds(windows, windows.opens)
    end = _bounds(windows, windows.closes)
    counts = WindowCounts(
        names=windows.names,
        start=start.T,
        end=end.T,
        elapsed=(end - start).T,
        observed=observed.T,
        bleed_only=bleed_only.T,
        episodes=tallies[:-1].swapaxes(1, 2),
        unknown_cause=tallies[-1].T,
        known=np.ones((len(CATEGORIES), *start.shape), dtype=np.bool_).swapaxes(1, 2),
        first_day=first_day,
        end_of_data=end_of_data,
    )
    if counted.person.size:
        _add_bleed_counts(counts, counted)
    return counts


def _bounds(windows: Windows, edges: NDArray[np.intp]) -> Days:
    """One edge of every window, `NO_DAY` where there is none. Shape (windows, people)."""
    return np.where(windows.present, windows.edges[edges], np.int32(NO_DAY))


def _within(windows: Windows, before: NDArray[np.int32]) -> NDArray[np.int32]:
    """Turn sums before each edge (..., edges, people) into sums in each window."""
    inside = before[..., windows.closes, :] - before[..., windows.opens, :]
    inside *= windows.present
    return inside


def _episodes_before(
    edges: Ints, rule: Rule, episodes: EpisodeColumns, counted: Spans
) -> NDArray[np.int32]:
    """Count what came before each edge: the four categories, then unknown cause.

    Sums run over everybody, so only differences between a person's edges mean anything.
    """
    day = person_day(episodes.person, episodes.onset_day)
    listed = np.ones(day.size, dtype=np.bool_) if rule.include_surgical else ~episodes.surgical
    uncounted = listed
    if counted.person.size:
        uncounted = listed & ~lie_in(*united(*_as_numbers(counted)), day)
    flags = np.array(
        (
            uncounted,
            listed & (episodes.cause == Cause.SPONTANEOUS),
            listed & episodes.joint,
            listed & episodes.treated,
            listed & (episodes.cause == Cause.UNKNOWN),
        )
    )
    if (day[1:] < day[:-1]).any():
        # Onset order is by the instant; across time zones the days can stand otherwise.
        order = np.argsort(day, kind="stable")
        day, flags = day[order], flags[:, order]
    sums = np.zeros((len(flags), day.size + 1), dtype=np.int32)
    np.cumsum(flags, axis=1, out=sums[:, 1:])
    return np.take(sums, np.searchsorted(day, edges), axis=1)


def _days_before(edges: Ints, claims: Claims) -> NDArray[np.int32]:
    """Count observed days, and those known only from a bleed, before each edge (sums too)."""
    spans_before = np.searchsorted(claims.first, edges, side="right")
    lengths = np.zeros(claims.first.size + 1, dtype=np.int64)
    np.cumsum(claims.end - claims.first, out=lengths[1:])
    # An edge inside a span: the days of the span from the edge on are not before it.
    ends = np.concatenate(([NEVER], claims.end))
    said = lengths[spans_before] - np.maximum(ends[spans_before] - edges, 0)
    bleed_only = np.searchsorted(claims.bleed_only, edges)
    return np.array((said + bleed_only, bleed_only), dtype=np.int32)


def bleed_counts(spans: Spans) -> Spans:
    """The spans of whose bleeds only the number is known."""
    counted = (spans.kind == Span.BLEED_COUNT) & (spans.first < spans.end)
    columns = (getattr(spans, column.name)[counted] for column in fields(Spans))
    return Spans(*columns)


def _as_numbers(spans: Spans) -> tuple[Ints, Ints]:
    return person_day(spans.person, spans.first), person_day(spans.person, spans.end)


def _add_bleed_counts(counts: WindowCounts, counted: Spans) -> None:
    """Add each span's number to the windows that hold its first day (rule 1, point 5).

    What else is known of the bleeds is nothing, in every window that the span touches.
    """
    first, end = counted.first[:, np.newaxis], counted.end[:, np.newaxis]
    start, until = counts.start[counted.person], counts.end[counted.person]
    span, window = np.nonzero((start <= first) & (first < until))
    person = counted.person[span]
    np.add.at(counts.episodes[0], (person, window), counted.count[span])
    cut = counted.end[span] > counts.end_of_data[person]
    counts.known[0, person[cut], window[cut]] = False
    span, window = np.nonzero((first < until) & (start < end))
    counts.known[1:, counted.person[span], window] = False


def _blank(people: int, names: Sequence[str]) -> WindowCounts:
    """Counts of people without any window. In memory, a window's people lie side by side."""
    shape = (len(names), people)
    of_categories = (len(CATEGORIES), *shape)
    return WindowCounts(
        names=tuple(names),
        start=np.full(shape, NO_DAY, dtype=np.int32).T,
        end=np.full(shape, NO_DAY, dtype=np.int32).T,
        elapsed=np.zeros(shape, dtype=np.int32).T,
        observed=np.zeros(shape, dtype=np.int32).T,
        bleed_only=np.zeros(shape, dtype=np.int32).T,
        episodes=np.zeros(of_categories, dtype=np.int32).swapaxes(1, 2),
        unknown_cause=np.zeros(shape, dtype=np.int32).T,
        known=np.ones(of_categories, dtype=np.bool_).swapaxes(1, 2),
        first_day=np.full(people, NO_DAY, dtype=np.int32),
        end_of_data=np.full(people, NO_DAY, dtype=np.int32),
    )


def _copy(counts: WindowCounts, total: WindowCounts, people: slice) -> None:
    """Write some people's counts where they belong among everybody's."""
    for column in fields(WindowCounts):
        if column.name in ("first_day", "end_of_data"):
            getattr(total, column.name)[people] = getattr(counts, column.name)
        elif column.name != "names":
            values, into = getattr(counts, column.name), getattr(total, column.name)
            for number, name in enumerate(counts.names):
                into[..., people, total.names.index(name)] = values[..., number]
