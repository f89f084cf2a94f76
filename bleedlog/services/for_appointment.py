"""For my appointment: the person's questions, when it is, and what came of the last one."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from bleedlog.models.moment import zone_of
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import ActingAs
from bleedlog.services.appointments import ComingAppointment, coming_appointments
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, looking
from bleedlog.services.questions import Question, asks, every_question
from bleedlog.services.record import Record
from bleedlog.services.reviews import Review, reviews_of
from bleedlog.services.since_review import FIRST_LOOK, NewVerdict, verdicts_since
from bleedlog.storage.patients import find_profile
from bleedlog.storage.profiles import list_profile_changes


@dataclass(frozen=True, slots=True)
class ForAppointment:
    """What the page shows."""

    profile: Any
    today: date
    appointments: tuple[ComingAppointment, ...]
    """Soonest first."""
    questions: tuple[Question, ...]
    """The open ones first; those taken out, too."""
    review: Review | None
    """The last one."""
    verdicts: tuple[NewVerdict, ...]
    """What clinics settled since the review before it, newest first."""
    corrected: tuple[Any, ...]
    """What clinics corrected in the profile since then, newest first."""
    may_ask: bool
    may_correct: bool
    """Whether the viewer sees the profile's details, too."""


def get_for_appointment(
    record: Record, *, by: Viewer, patient_id: UUID, now: datetime
) -> ForAppointment:
    """What a person takes along, and what the last appointment led to. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    with looking(record, by=by, patient_id=patient_id, page="appointment") as opened:
        profile = find_profile(opened.connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        today = now.astimezone(zone_of(profile.zone)).date()
        held = reviews_of(opened, profile.zone)
        verdicts, corrected = _changed_by_team(opened, profile.zone, held)
        return ForAppointment(
            profile=profile,
            today=today,
            appointments=coming_appointments(opened, today),
            questions=every_question(opened),
            review=held[0] if held else None,
            verdicts=verdicts,
            corrected=corrected,
            may_ask=any(map(asks, opened.standings)),
            may_correct=opened.standing.may(Permission.EDIT_PROFILE),
        )


def _changed_by_team(
    opened: OpenedDiary, zone: str, held: tuple[Review, ...]
) -> tuple[tuple[NewVerdict, ...], tuple[Any, ...]]:
    """What was settled and corrected for the last review, at it, and after it."""
    if not held:
        return (), ()
    last, *before = held
    first = datetime.combine(last.day - FIRST_LOOK, time(), tzinfo=zone_of(zone)).astimezone(UTC)
    since = before[0].seen_until if before else first
    changes = list_profile_changes(opened.connection, opened.by, opened.patient_id)
    return verdicts_since(opened, since), tuple(
        one for one in changes if one.at > since and one.acting_as is ActingAs.CLINIC
    )
