"""The bleeds of one person that the rate of all bleeds is made of, by day."""

from dataclasses import dataclass

import numpy as np

from bleedlog.statistics.codes import Span
from bleedlog.statistics.columns import Days, Diaries, Ints
from bleedlog.statistics.episodes import EpisodeColumns
from bleedlog.statistics.rule import Rule


@dataclass(frozen=True, slots=True)
class AllBleeds:
    """Episodes of known days, and the spans of which only a number is known."""

    onset_day: Days
    """Of each episode, sorted. None lies in one of the spans: its number holds them."""
    count_first: Days
    """First day of each span with a number. Shape (spans,), as the next two."""
    count_end: Days
    """Day after the last."""
    count: Ints


def all_bleeds(diaries: Diaries, episodes: EpisodeColumns, rule: Rule, who: int = 0) -> AllBleeds:
    """Gather what `all` counts of one person (counting rule 1, points 4 and 5)."""
    spans = diaries.spans
    only_number = (
        (spans.person == who) & (spans.kind == Span.BLEED_COUNT) & (spans.end > spans.first)
    )
    first, end = spans.first[only_number], spans.end[only_number]
    rated = (episodes.person == who) & (rule.include_surgical | ~episodes.surgical)
    day = episodes.onset_day[rated]
    inside = ((day[:, None] >= first) & (day[:, None] < end)).any(axis=1)
    return AllBleeds(np.sort(day[~inside]), first, end, spans.count[only_number])
