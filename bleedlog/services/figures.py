"""One person's figures: their diary as columns, counted, rated, with the curves of the charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row

from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Kind, Source
from bleedlog.services.columns import DOSE_READ, READ, SPAN_KINDS, SPAN_READ, diaries_of
from bleedlog.services.laboratory import Doses, laboratory_of_diary
from bleedlog.services.sources import SOURCE, noted_then, without_sources
from bleedlog.statistics.columns import Days
from bleedlog.statistics.cumulative import CumulativeCurve, cumulative_curve
from bleedlog.statistics.episodes import find_episodes
from bleedlog.statistics.laboratory import Laboratory
from bleedlog.statistics.observed import observed_time
from bleedlog.statistics.person import person_figures
from bleedlog.statistics.results import PersonFigures, RollingRate
from bleedlog.statistics.rolling import rolling_rate
from bleedlog.statistics.rule import Rule
from bleedlog.statistics.told_afterwards import told_afterwards
from bleedlog.statistics.windows import LEAD_IN
from bleedlog.storage.entries import read_entries

_DOSE_KINDS = frozenset({Kind.INFUSION})
_OTHER_KINDS = frozenset(Kind) - SPAN_KINDS - _DOSE_KINDS
_DOSE_MINUTE = DOSE_READ.index("start_minute")
_PRODUCT = len(DOSE_READ)


@dataclass(frozen=True, slots=True)
class DiaryFigures:
    """What a person's pages and the clinic's page show of one diary."""

    person: PersonFigures
    rolling: RollingRate
    cumulative: CumulativeCurve
    dose_days: Days
    """Local days of the factor doses, days since 1970, any order."""
    afterwards: frozenset[str]
    """Windows before treatment of which a part that matters was told from memory or brought in."""
    entries: int
    laboratory: Laboratory
    """Results and steroid courses, where they were asked for."""

    @property
    def recalled_lead_in(self) -> bool:
        """Whether that is so of the lead-in."""
        return LEAD_IN in self.afterwards


def figures_of_diary(
    connection: Connection,
    viewer: Viewer,
    patient_id: UUID,
    rule: Rule,
    *,
    without: frozenset[Source] = frozenset(),
    as_noted: bool = False,
    with_laboratory: bool = False,
) -> DiaryFigures:
    """The figures of a diary that the viewer may see (of nothing, for one that they may not).

    Args:
        connection: Inside the caller's transaction.
        viewer: Who looks.
        patient_id: Whose diary.
        rule: The counting rule and its options.
        without: Sources to leave out of what is counted (`without_sources`).
        as_noted: Whether to count as if the clinic had settled nothing.
        with_laboratory: Whether the page shows laboratory results, too. They stay whatever is
            left out of the counts.
    """

    def read(names: tuple[str, ...], kinds: frozenset[Kind]) -> Sequence[Row[Any]]:
        return read_entries(connection, viewer, patient_id, (*names, "source"), kinds)

    kinds = _OTHER_KINDS - {Kind.ADJUDICATION} if as_noted else _OTHER_KINDS
    rows = without_sources(read(READ, kinds), without)
    given = read((*DOSE_READ, "product"), _DOSE_KINDS)
    spans, doses = (
        [row for row in told if row[SOURCE] not in without] if without else told
        for told in (read(SPAN_READ, SPAN_KINDS), given)
    )
    # As the database writes the id, so that it equals that of every row.
    people = [next((table[0].patient_id for table in (rows, spans, doses) if table), patient_id)]
    diaries = diaries_of(rows, people, spans=spans, doses=doses)
    bleeds_then = noted_then(row for row in rows if row.kind in BLEED_KINDS)
    spans_then = noted_then(spans)
    person = person_figures(diaries, rule)
    lead_in = person.window(LEAD_IN)
    episodes, observed = find_episodes(diaries, rule), observed_time(diaries)
    laboratory = Laboratory()
    if with_laboratory:
        every_dose = Doses([row[_DOSE_MINUTE] for row in given], [row[_PRODUCT] for row in given])
        laboratory = laboratory_of_diary(connection, viewer, patient_id, every_dose)
    return DiaryFigures(
        person=person,
        rolling=rolling_rate(diaries, episodes, observed, rule),
        cumulative=cumulative_curve(diaries, episodes, observed, rule, lead_in),
        dose_days=diaries.infusions.day,
        afterwards=frozenset(
            window.name
            for window in (lead_in, person.last_12_months_before)
            if window is not None
            and told_afterwards(
                diaries, observed, window, bleeds_then=bleeds_then, spans_then=spans_then
            )
        ),
        entries=len(rows) + len(spans) + len(doses),
        laboratory=laboratory,
    )
