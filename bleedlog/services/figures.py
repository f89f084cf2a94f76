"""One person's figures: their diary as columns, counted, rated, with the curves of the charts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import Connection, Row

from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Certainty, Kind, Source
from bleedlog.services.columns import READ, diaries_of
from bleedlog.statistics.columns import Days
from bleedlog.statistics.cumulative import CumulativeCurve, cumulative_curve
from bleedlog.statistics.episodes import find_episodes
from bleedlog.statistics.observed import observed_time
from bleedlog.statistics.person import person_figures
from bleedlog.statistics.results import PersonFigures, RollingRate
from bleedlog.statistics.rolling import rolling_rate
from bleedlog.statistics.rule import Rule
from bleedlog.storage.entries import read_entries

FROM_MEMORY = frozenset({Source.RECALLED, Source.IMPORTED})
"""Sources of days that were told afterwards."""

FROM_MEMORY_SHARE = 0.1
"""From which share of its observed days on a lead-in is labelled as told afterwards."""

_COLUMNS = (*READ, "source")
_KIND, _SOURCE = _COLUMNS.index("kind"), _COLUMNS.index("source")
_TELLING = frozenset({*BLEED_KINDS, Kind.CHECK_IN, Kind.OBSERVED, Kind.BLEED_COUNT})
"""Kinds that observe days."""


@dataclass(frozen=True, slots=True)
class DiaryFigures:
    """What a person's pages and the clinic's page show of one diary."""

    person: PersonFigures
    rolling: RollingRate
    cumulative: CumulativeCurve
    dose_days: Days
    """Local days of the factor doses, days since 1970, any order."""
    recalled_lead_in: bool
    """Whether a part of the lead-in that matters was told from memory or brought in."""
    entries: int


def figures_of_diary(
    connection: Connection,
    viewer: Viewer,
    patient_id: UUID,
    rule: Rule,
    *,
    without: frozenset[Source] = frozenset(),
) -> DiaryFigures:
    """The figures of a diary that the viewer may see (of nothing, for one that they may not).

    Args:
        connection: Inside the caller's transaction.
        viewer: Who looks.
        patient_id: Whose diary.
        rule: The counting rule and its options.
        without: Sources to leave out.
    """
    rows = [
        row
        for row in read_entries(connection, viewer, patient_id, _COLUMNS)
        if row[_SOURCE] not in without
    ]
    people = [rows[0][0] if rows else patient_id]
    diaries = diaries_of(rows, people)
    person = person_figures(diaries, rule)
    episodes, observed = find_episodes(diaries, rule), observed_time(diaries)
    return DiaryFigures(
        person=person,
        rolling=rolling_rate(diaries, episodes, observed, rule),
        cumulative=cumulative_curve(diaries, episodes, observed, rule, person.window("lead_in")),
        dose_days=diaries.infusions.day,
        recalled_lead_in=_is_recalled(rows, person),
        entries=len(rows),
    )


def _is_recalled(rows: Iterable[Row[Any]], person: PersonFigures) -> bool:
    """Whether more than a tenth of the lead-in's observed days are known only afterwards."""
    lead_in = person.window("lead_in")
    if lead_in is None or not lead_in.observed_days:
        return False
    told_then = np.zeros((lead_in.end - lead_in.start).days, dtype=np.bool_)
    for row in rows:
        if row[_KIND] in _TELLING and row[_SOURCE] not in FROM_MEMORY:
            told_then[_days_since(lead_in.start, *_span_told(row))] = True
    observed = np.zeros_like(told_then)
    for start, end in person.observed:
        observed[_days_since(lead_in.start, start, end)] = True
    afterwards = lead_in.observed_days - np.count_nonzero(told_then & observed)
    return bool(afterwards > FROM_MEMORY_SHARE * lead_in.observed_days)


def _span_told(row: Any) -> tuple[date, date]:
    """The days that an entry observes, or would if its bleed were logged: half-open."""
    if row.kind in BLEED_KINDS:
        sure = row.kind == Kind.BLEED or row.certainty == Certainty.CERTAIN
        return row.start_day, row.start_day + timedelta(int(sure))
    return row.start_day, row.end_day or row.start_day


def _days_since(first: date, start: date, end: date) -> slice:
    return slice(max((start - first).days, 0), max((end - first).days, 0))
