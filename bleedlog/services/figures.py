"""One person's figures: their diary as columns, counted, rated, with the curves of the charts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import Connection, Row

from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Certainty, Kind, Source
from bleedlog.services.column_codes import CERTAINTY_CODES, KIND_CODES
from bleedlog.services.column_table import EPOCH
from bleedlog.services.columns import DOSE_READ, READ, SPAN_KINDS, SPAN_READ, diaries_of
from bleedlog.statistics.columns import Days, Diaries, Flags
from bleedlog.statistics.cumulative import CumulativeCurve, cumulative_curve
from bleedlog.statistics.episodes import find_episodes
from bleedlog.statistics.observed import ObservedTime, observed_time
from bleedlog.statistics.person import person_figures
from bleedlog.statistics.results import PersonFigures, RollingRate, Window
from bleedlog.statistics.rolling import rolling_rate
from bleedlog.statistics.rule import Rule
from bleedlog.storage.entries import read_entries

FROM_MEMORY = frozenset({Source.RECALLED, Source.IMPORTED})
"""Sources of days that were told afterwards."""

FROM_MEMORY_SHARE = 0.1
"""From which share of its observed days on a lead-in is labelled as told afterwards."""

_DOSE_KINDS = frozenset({Kind.INFUSION})
_OTHER_KINDS = frozenset(Kind) - SPAN_KINDS - _DOSE_KINDS
_SOURCE = -1
"""Where a row's source stands: behind what statistics read."""


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

    def read(names: tuple[str, ...], kinds: frozenset[Kind]) -> Sequence[Row[Any]]:
        rows = read_entries(connection, viewer, patient_id, (*names, "source"), kinds)
        return [row for row in rows if row[_SOURCE] not in without] if without else rows

    rows, spans = read(READ, _OTHER_KINDS), read(SPAN_READ, SPAN_KINDS)
    doses = read(DOSE_READ, _DOSE_KINDS)
    # As the database writes the id, so that it equals that of every row.
    people = [next((table[0].patient_id for table in (rows, spans, doses) if table), patient_id)]
    diaries = diaries_of(rows, people, spans=spans, doses=doses)
    told_then = _told_then(row for row in rows if row.kind in BLEED_KINDS), _told_then(spans)
    person = person_figures(diaries, rule)
    episodes, observed = find_episodes(diaries, rule), observed_time(diaries)
    return DiaryFigures(
        person=person,
        rolling=rolling_rate(diaries, episodes, observed, rule),
        cumulative=cumulative_curve(diaries, episodes, observed, rule, person.window("lead_in")),
        dose_days=diaries.infusions.day,
        recalled_lead_in=_is_recalled(diaries, told_then, observed, person.window("lead_in")),
        entries=len(rows) + len(spans) + len(doses),
    )


def _is_recalled(
    diaries: Diaries,
    told_then: tuple[Flags, Flags],
    observed: ObservedTime,
    lead_in: Window | None,
) -> bool:
    """Whether more than a tenth of the lead-in's observed days are known only afterwards.

    `told_then` says it of each row of `diaries.bleeds` and of `diaries.spans`.
    """
    if lead_in is None or not lead_in.observed_days:
        return False
    bleeds, spans = diaries.bleeds, diaries.spans
    # The days that an entry observes, or would if its bleed were logged.
    sure = told_then[0] & (
        (bleeds.kind == KIND_CODES[Kind.BLEED])
        | (bleeds.certainty == CERTAINTY_CODES[Certainty.CERTAIN])
    )
    first = np.concatenate((bleeds.onset_day[sure], spans.first[told_then[1]]))
    end = np.concatenate((bleeds.onset_day[sure] + 1, spans.end[told_then[1]]))
    days = _days_in(lead_in, first, end) & _days_in(lead_in, observed.first, observed.end)
    afterwards = lead_in.observed_days - np.count_nonzero(days)
    return bool(afterwards > FROM_MEMORY_SHARE * lead_in.observed_days)


def _told_then(rows: Iterable[Row[Any]]) -> Flags:
    return np.array([row[_SOURCE] not in FROM_MEMORY for row in rows], dtype=np.bool_)


def _days_in(window: Window, first: Days, end: Days) -> Flags:
    """For each day of the window whether one of the spans [first, end) holds it."""
    start, length = window.start.toordinal() - EPOCH, (window.end - window.start).days
    begun, ended = (
        np.bincount(np.clip(days - start, 0, length), minlength=length + 1) for days in (first, end)
    )
    return np.asarray(np.cumsum(begun - ended)[:-1] > 0)
