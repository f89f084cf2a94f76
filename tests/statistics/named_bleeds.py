"""Bleeds of a diary told by the names of their entries."""

from collections.abc import Sequence

from bleedlog.statistics.episodes import join_entries
from bleedlog.statistics.rule import Rule
from tests.statistics.entry_columns import Entry, diaries_of


def bleeds_of(entries: Sequence[Entry], rule: Rule | None = None) -> list[str]:
    """Names of the entries of each bleed, in the order in which they stand in the diary."""
    people = max(entry.person for entry in entries) + 1
    joined = join_entries(diaries_of(entries, treated_on=[None] * people), rule or Rule())
    names = ["" for _ in joined.firsts]
    for row, episode in sorted(zip(joined.rows.tolist(), joined.episode.tolist(), strict=True)):
        names[episode] += entries[row].name
    return names


def first_of_each(entries: Sequence[Entry]) -> list[str]:
    """Name of the entry that began each bleed."""
    joined = join_entries(diaries_of(entries), Rule())
    return [entries[row].name for row in joined.rows[joined.firsts].tolist()]
