"""One person's figures: their diary as columns, counted, rated, with the curves of the charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row

from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Certainty, Kind, Source
from bleedlog.services.columns import READ, diaries_of
from bleedlog.statistics.columns import Days
from bleedlog.statistics.cumulative import CumulativeCurve, cumulative_curve
from bleedlog.statistics.episodes import find_episodes
from bleedlog.statistics.observed import observed_time
from bleedlog.statistics.person import person_figures
from bleedlog.statistics.results import PersonFigures, RollingRate, Window
from bleedlog.statistics.rolling import rolling_rate
from bleedlog.statistics.rule import Rule
from bleedlog.storage.entries import read_entries

FROM_MEMORY = frozenset({Source.RECALLED, Source.IMPORTED})
"""Sources of days that were told afterwards."""

FROM_MEMORY_SHARE = 0.1
"""From which share of its observed days on a lead-in is labelled as told afterwards."""

_COLUMNS = (*READ, "source")
_KIND, _SOURCE = _COLUMNS.index("kind"), _COLUMNS.index("source")
_DAY, _END_DAY = _COLUMNS.index("start_day"), _COLUMNS.index("end_day")
_TELLING = frozenset({*BLEED_KINDS, Kind.CHECK_IN, Kind.OBSERVED, Kind.BLEED_COUNT})
"""Kinds that observe days."""

Span = tuple[date, date]
"""Days from the first up to, not with, the second."""


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


def _is_recalled(rows: Sequence[Row[Any]], person: PersonFigures) -> bool:
    """Whether more than a tenth of the lead-in's observed days are known only afterwards."""
    lead_in = person.window("lead_in")
    if lead_in is None or not lead_in.observed_days:
        return False
    told = [
        _span_told(row)
        for row in rows
        if row[_KIND] in _TELLING and row[_SOURCE] not in FROM_MEMORY and row[_DAY] < lead_in.end
    ]
    told_then = _days_in(told, lead_in) & _days_in(person.observed, lead_in)
    afterwards = lead_in.observed_days - np.count_nonzero(told_then)
    return bool(afterwards > FROM_MEMORY_SHARE * lead_in.observed_days)


def _span_told(row: Row[Any]) -> Span:
    """The days that an entry observes, or would if its bleed were logged: half-open."""
    day = row[_DAY]
    if row[_KIND] in BLEED_KINDS:
        sure = row[_KIND] == Kind.BLEED or row.certainty == Certainty.CERTAIN
        return day, day + timedelta(int(sure))
    return day, row[_END_DAY] or day


def _days_in(spans: Sequence[Span], window: Window) -> NDArray[np.bool_]:
    """For each day of the window whether one of the spans holds it."""
    first, length = window.start.toordinal(), (window.end - window.start).days
    edges = np.zeros(length + 1, dtype=np.int64)
    for side, step in ((0, 1), (1, -1)):
        days = np.array([span[side].toordinal() for span in spans], dtype=np.int64)
        np.add.at(edges, np.clip(days - first, 0, length), step)
    return np.asarray(np.cumsum(edges[:-1]) > 0)
