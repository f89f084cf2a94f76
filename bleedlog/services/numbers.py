"""My numbers: the person's own figures."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bleedlog.models.moment import zone_of
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.services.figures import DiaryFigures, figures_of_diary
from bleedlog.services.looking import NoSuchDiaryError, looking
from bleedlog.services.record import Record
from bleedlog.statistics.rule import Rule
from bleedlog.storage.patients import find_profile


@dataclass(frozen=True, slots=True)
class Numbers:
    """What My numbers shows."""

    profile: Any
    figures: DiaryFigures
    today: date
    may_log: bool


def get_numbers(record: Record, *, by: Viewer, patient_id: UUID, now: datetime) -> Numbers:
    """A person's own figures by counting rule 1. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    with looking(record, by=by, patient_id=patient_id, page="numbers") as opened:
        connection = opened.connection
        profile = find_profile(connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        figures = figures_of_diary(connection, by, patient_id, Rule())
        may_log = opened.standing.may(Permission.LOG)
    today = now.astimezone(zone_of(profile.zone)).date()
    return Numbers(profile=profile, figures=figures, today=today, may_log=may_log)
