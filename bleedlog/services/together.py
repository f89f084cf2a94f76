"""Ten minutes together: questions, what is new, the review and the next appointment in one save."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bleedlog.models.appointment import AppointmentInput
from bleedlog.models.clinic_record import ReviewInput
from bleedlog.models.moment import parse_moment, zone_of
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.services.appointments import (
    ComingAppointment,
    coming_appointments,
    put_appointment,
)
from bleedlog.services.entry_faults import EntryRefusedError
from bleedlog.services.looking import NoSuchDiaryError, looking, writing
from bleedlog.services.questions import Question, standing_questions, tick_off, untick
from bleedlog.services.record import Record
from bleedlog.services.reviews import Review, at_desk, note_review, reviews, reviews_of
from bleedlog.services.since_review import News, news_since
from bleedlog.storage.patients import find_profile


@dataclass(frozen=True, slots=True)
class Together:
    """What a clinic's page for the appointment shows."""

    profile: Any
    today: date
    questions: tuple[Question, ...]
    """The open ones first."""
    reviews: tuple[Review, ...]
    """Newest first."""
    news: News
    appointment: ComingAppointment | None
    """The next at the viewer's clinic."""
    elsewhere: tuple[ComingAppointment, ...]
    """At other clinics."""
    may_review: bool


@dataclass(frozen=True, slots=True)
class Sitting:
    """What one appointment led to."""

    answered: frozenset[UUID] = frozenset()
    """Questions that were talked about."""
    review: ReviewInput | None = None
    """None if the diary was not reviewed."""
    sets_appointment: bool = False
    """Whether the next appointment is another one now, or none."""
    appointment: AppointmentInput | None = None


def get_together(record: Record, *, by: Viewer, patient_id: UUID, now: datetime) -> Together:
    """What there is to go through with a person. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    with looking(record, by=by, patient_id=patient_id, page="appointment") as opened:
        profile = find_profile(opened.connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        today = now.astimezone(zone_of(profile.zone)).date()
        held = reviews_of(opened, profile.zone)
        coming = coming_appointments(opened, today)
        desks = [one for one in opened.standings if reviews(one)]
        clinic_id = next((one.clinic_id for one in desks), None)
        ours = [one for one in coming if one.clinic_id == clinic_id]
        return Together(
            profile=profile,
            today=today,
            questions=standing_questions(opened),
            reviews=held,
            news=news_since(opened, profile, held[0] if held else None, today),
            appointment=ours[0] if ours else None,
            elsewhere=tuple(one for one in coming if one not in ours),
            may_review=bool(desks),
        )


def save_sitting(
    record: Record, *, by: Viewer, patient_id: UUID, sitting: Sitting, now: datetime
) -> None:
    """Store all of what an appointment led to, or nothing of it. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not review with that person.
        EntryRefusedError: if the review or the appointment cannot be.
        EntryTakenError: if the review's id stands for another entry.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.ADJUDICATE) as opened:
        desk = at_desk(opened)
        profile = find_profile(desk.connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        day = now.astimezone(zone_of(profile.zone)).date()
        if sitting.review is not None:
            day = parse_moment(sitting.review.start).day
            note_review(desk, sitting.review, now)
        tick_off(desk, sitting.answered, day)
        if sitting.sets_appointment:
            faults = put_appointment(desk, sitting.appointment, now)
            if faults:
                raise EntryRefusedError(list(faults))


def open_again(record: Record, *, by: Viewer, patient_id: UUID, question_id: UUID) -> None:
    """Say for a clinic that a question was ticked by mistake and still is open.

    Raises:
        NoSuchDiaryError: if `by` may not review with that person, or there is no such question.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.ADJUDICATE) as opened:
        untick(at_desk(opened), question_id)
