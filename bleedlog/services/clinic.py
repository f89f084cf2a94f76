"""The clinic's page of one patient, before and after treatment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from bleedlog.models.moment import zone_of
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Certainty, Kind, Source
from bleedlog.services.figures import DiaryFigures, figures_of_diary
from bleedlog.services.looking import NoSuchDiaryError, looking
from bleedlog.services.record import Record
from bleedlog.statistics.rule import Rule
from bleedlog.storage.entries import EntryRow, list_to_settle
from bleedlog.storage.patients import find_profile

GOING_FOR = timedelta(days=14)
"""How long a bleed without an end is shown as still going on."""


@dataclass(frozen=True, slots=True)
class PatientPage:
    """What a haematologist needs of one patient."""

    profile: Any
    today: date
    figures: DiaryFigures
    going: tuple[EntryRow, ...]
    """Bleeds without an end, of the last two weeks."""
    unsure: tuple[EntryRow, ...]
    """Bleeds that nobody is sure of and nobody settled."""
    may_correct: bool
    """Whether the viewer may correct the profile."""


def get_patient_page(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    rule: Rule,
    without: frozenset[Source] = frozenset(),
    as_noted: bool = False,
    now: datetime,
) -> PatientPage:
    """One patient's page; the look is noted for the patient to see. `now` is aware.

    `without`, `as_noted`: see `figures_of_diary`.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    with looking(record, by=by, patient_id=patient_id, page="patient") as opened:
        connection = opened.connection
        profile = find_profile(connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        figures = figures_of_diary(
            connection,
            by,
            patient_id,
            rule,
            without=without,
            as_noted=as_noted,
            with_laboratory=True,
        )
        today = now.astimezone(zone_of(profile.zone)).date()
        rows = list_to_settle(connection, by, patient_id, today - GOING_FOR)
    return PatientPage(
        profile=profile,
        today=today,
        figures=figures,
        going=tuple(_going(rows, today)),
        unsure=tuple(_unsure(rows)),
        may_correct=any(one.may(Permission.EDIT_PROFILE) for one in opened.standings),
    )


def _going(rows: Sequence[EntryRow], today: date) -> list[EntryRow]:
    return [
        row
        for row in rows
        if row.kind is Kind.BLEED
        and row.end is None
        and row.source is Source.PROSPECTIVE
        and row.start_day >= today - GOING_FOR
    ]


def _unsure(rows: Sequence[EntryRow]) -> list[EntryRow]:
    settled = {row.about for row in rows if row.kind is Kind.ADJUDICATION and not row.withdrawn}
    return [
        row
        for row in rows
        if row.kind in BLEED_KINDS and row.certainty is Certainty.UNSURE and row.id not in settled
    ]
