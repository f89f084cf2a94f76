"""The first page: the check-in, what is still going on, what wants to be known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from bleedlog.models.moment import zone_of
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import ActingAs
from bleedlog.services.appointments import ComingAppointment, coming_appointments
from bleedlog.services.check_in_question import (
    QUIET_DAYS,
    CheckInQuestion,
    longer_interval,
    question_of,
)
from bleedlog.services.days import days_between
from bleedlog.services.gaps import gaps_of
from bleedlog.services.going_on import GoingOn, going_on
from bleedlog.services.looking import NoSuchDiaryError, looking
from bleedlog.services.questions import standing_questions
from bleedlog.services.record import Record
from bleedlog.services.reviews import Review, reviews_of
from bleedlog.services.schedule import DueTest, due_tests
from bleedlog.storage.emergency import list_unseen_looks
from bleedlog.storage.entries import (
    EntryRow,
    find_first_day,
    find_last_check_in,
    find_waiting_answer,
    list_entries_between,
)
from bleedlog.storage.entry_conflicts import list_entries_to_choose
from bleedlog.storage.looks import find_hand_over
from bleedlog.storage.patients import find_profile

REVIEW_TOLD_FOR = timedelta(days=30)
"""How long the first page says that the diary was reviewed together."""

HAND_OVER_TOLD_FOR = timedelta(days=30)
"""How long those who kept a diary are told that its person took it over."""


@dataclass(frozen=True, slots=True)
class Home:
    """What the first page shows."""

    profile: Any
    today: date
    question: CheckInQuestion
    waits: EntryRow | None
    """The newest answer "there was a bleed" of whose days none is logged yet."""
    longer: int | None
    """An interval in days that is offered after quiet months."""
    untold: int
    """Days of the last three months, before those of the question, of which nothing is told."""
    going: tuple[GoingOn, ...]
    """Bleeds without an end, newest first."""
    may_log: bool
    acting_as: str
    emergencies: tuple[Any, ...]
    """Looks in an emergency that were not put away, newest first."""
    may_put_away: bool
    to_choose: tuple[EntryRow, ...]
    """Entries that were changed in two places, newest first."""
    due: tuple[DueTest, ...]
    """Tests whose week a centre confirmed, soonest first."""
    appointment: ComingAppointment | None
    """The next one."""
    open_questions: int
    """Noted for it."""
    review: Review | None
    """The last one together, if that was of late."""
    handed_over_at: datetime | None
    """For somebody who helps: when the person took the diary over, if that was of late."""


def get_home(record: Record, *, by: Viewer, patient_id: UUID, now: datetime) -> Home:
    """The first page of a diary. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    with looking(record, by=by, patient_id=patient_id, page="home") as opened:
        connection = opened.connection
        profile = find_profile(connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        today = now.astimezone(zone_of(profile.zone)).date()
        recent = list_entries_between(
            connection, by, patient_id, today - timedelta(QUIET_DAYS), today + timedelta(2)
        )
        told_until = find_last_check_in(connection, by, patient_id)
        began = find_first_day(connection, by, patient_id)
        waits = find_waiting_answer(connection, by, patient_id)
        may = opened.standing.may
        emergencies = (
            list_unseen_looks(connection, by, patient_id) if may(Permission.SEE_LOOKS) else ()
        )
        chooses = may(Permission.CHANGE_OWN)
        to_choose = list_entries_to_choose(connection, by, patient_id) if chooses else ()
        due = due_tests(opened)
        appointment = next(iter(coming_appointments(opened, today)), None)
        questions = standing_questions(opened) if appointment is not None else ()
        review = next(iter(reviews_of(opened, profile.zone)), None)
        handed_over_at = None
        if opened.standing.acting_as is ActingAs.CARER:
            handed_over_at = find_hand_over(
                connection, by, patient_id, since=now - HAND_OVER_TOLD_FOR
            )
    every = profile.check_in_days
    question = question_of(recent, told_until, every, today)
    offers = may(Permission.EDIT_PROFILE) and waits is None
    return Home(
        profile=profile,
        today=today,
        question=question,
        waits=waits,
        longer=longer_interval(recent, every, profile.check_in_chosen_on, today)
        if offers
        else None,
        untold=_untold(recent, began, question.first, today),
        going=tuple(going_on(recent, today)),
        may_log=may(Permission.LOG),
        acting_as=opened.standing.acting_as.value,
        emergencies=tuple(emergencies),
        due=due,
        appointment=appointment,
        open_questions=sum(one.answered_on is None for one in questions),
        review=review if review is not None and today - review.day <= REVIEW_TOLD_FOR else None,
        may_put_away=may(Permission.PUT_AWAY),
        to_choose=tuple(to_choose),
        handed_over_at=handed_over_at,
    )


def _untold(recent: Sequence[EntryRow], began: date | None, asked: date, today: date) -> int:
    if began is None:
        return 0
    first = max(began, today - timedelta(QUIET_DAYS))
    days = days_between(recent, first, max(first, asked), today)
    return sum((end - start).days for start, end in gaps_of(days, recent))
