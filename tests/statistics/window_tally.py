"""Episodes of a window by category, for somebody treated on 1 January 2023."""

from collections.abc import Sequence

from bleedlog.statistics.counts import WindowCounts, count_windows
from bleedlog.statistics.results import CATEGORIES
from bleedlog.statistics.rule import Rule
from tests.statistics.entry_columns import (
    Entry,
    Said,
    diaries_of,
    observed,
)

TREATED = "2023-01-01"
YEARS = [observed("2022-01-01", "2024-10-01")]


def in_window(counts: WindowCounts, name: str, person: int = 0) -> dict[str, int | None]:
    """Episodes by category, None where not known."""
    which = counts.names.index(name)
    return {
        category: int(counts.episodes[kind, person, which])
        if counts.known[kind, person, which]
        else None
        for kind, category in enumerate(CATEGORIES)
    }


def count_of(
    entries: Sequence[Entry], said: Sequence[Said] = YEARS, rule: Rule | None = None
) -> WindowCounts:
    return count_windows(diaries_of(entries, said, treated_on=[TREATED]), rule or Rule())
