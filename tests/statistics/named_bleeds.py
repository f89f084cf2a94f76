"""Bleeds of a diary told by the names of their entries."""

from collections.abc import Sequence

from bleedlog.statistics.episodes import find_episodes
from bleedlog.statistics.rule import Rule
from tests.statistics.entry_columns import Entry, diaries_of


def bleeds_of(entries: Sequence[Entry], rule: Rule | None = None) -> list[str]:
    """Names of the entries of each bleed, in the order in which they stand in the diary."""
    people = max(entry.person for entry in entries) + 1
    episodes = find_episodes(diaries_of(entries, treated_on=[None] * people), rule or Rule())
    names = ["" for _ in episodes.onset]
    for entry, episode in zip(entries, episodes.episode_of_row.tolist(), strict=True):
        if episode >= 0:
            names[episode] += entry.name
    return names


def first_of_each(entries: Sequence[Entry]) -> list[str]:
    """Name of the entry that began each bleed."""
    return [entries[row].name for row in find_episodes(diaries_of(entries), Rule()).first_row]
