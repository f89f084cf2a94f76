"""What people of the staffed centre want to ask, when they come next, and for which tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.clinic_record import ReviewInput
from bleedlog.models.follow_up import FollowUpTest
from bleedlog.models.moment import Moment, parse_moment
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.models.vocabulary import ActingAs
from bleedlog.services.demo.cast import Keeper, Member
from bleedlog.services.demo.centres import STAFFED
from bleedlog.services.demo.cohort import weekday
from bleedlog.services.demo.dice import Dice
from bleedlog.statistics.schedule import monday_of
from bleedlog.storage.appointments import add_appointment
from bleedlog.storage.entry_states import next_seq
from bleedlog.storage.follow_ups import add_follow_up
from bleedlog.storage.questions import add_question_state

PATIENTS = (
    "My left knee is stiff in the morning. Should somebody look at it?",
    "How often do I still need blood tests?",
    "Can I go skiing in February?",
)
"""Of whoever signs in as the patient: open ones."""
ANSWERED = "Can my own dentist take the tooth out?"
"""Talked about at their last review."""

OF_ADULTS = (
    "Do I still need to keep factor at home?",
    "Can I start running again?",
    "Who do I call at the weekend?",
    "How high should my level be before the tooth is out?",
    "Can I fly to Spain in the summer? What do I take along?",
    "My elbow does not stretch all the way. Is that new?",
)
OF_CHILDREN = (
    "Can he go climbing with his class?",
    "What does the school need to have in the cupboard?",
    "When can he learn to do his own injections?",
)
_TIMES = (time(9, 30), time(10), time(11, 15), time(14), None)
_HAVE_A_DATE = 0.7
_HAVE_QUESTIONS = 0.5
_EVENING = 20 * 60
_AFTER_THE_VISIT = 17 * 60 + 30


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """A question, and when it was written down and talked about. Instants are aware."""

    id: UUID
    text: str
    asked_at: datetime
    asked_by: ActingAs
    answered_on: date | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody's next appointment is to be about."""

    questions: tuple[PlannedQuestion, ...] = ()
    start: str | None = None
    """The next date, as `Moment.text`."""
    set_at: datetime | None = None
    tests: tuple[tuple[UUID, FollowUpTest], ...] = ()
    """What is taken at the appointment, confirmed for its week."""


def plan_appointment(member: Member, dice: Dice) -> Plan:
    """Somebody's questions and next date; nothing where nobody signs in to look."""
    if member.person.centre != STAFFED or not member.told:
        return Plan()
    life = member.life
    has_date = member.keeper is not None or dice.happens(_HAVE_A_DATE)
    ahead = 9 if member.keeper is Keeper.PATIENT else dice.whole(6, 120)
    day = weekday(life.today + timedelta(days=ahead))
    start = Moment(day, dice.one_of(_TIMES)).text if day > life.today and has_date else None
    reviewed = _last_review(member)
    set_at = life.instant(reviewed or life.today - timedelta(days=1), _AFTER_THE_VISIT)
    questions = tuple(_questions(member, dice, reviewed))
    taken = start is not None and member.keeper is Keeper.PATIENT
    tests = (FollowUpTest.LIVER, FollowUpTest.FIX) if taken else ()
    return Plan(questions, start, set_at, tuple((dice.id_at(set_at), one) for one in tests))


def _last_review(member: Member) -> date | None:
    days = [
        parse_moment(one.entry.start).day
        for one in member.told
        if isinstance(one.entry, ReviewInput)
    ]
    return max(days, default=None)


def _questions(member: Member, dice: Dice, reviewed: date | None) -> Iterator[PlannedQuestion]:
    life, by = member.life, member.life.told_by
    texts: list[str] = []
    if member.keeper is Keeper.PATIENT:
        texts = list(PATIENTS)
        if reviewed is not None:
            at = life.instant(reviewed - timedelta(days=3), _EVENING)
            yield PlannedQuestion(
                dice.id_at(at),
                ANSWERED,
                at,
                by,
                reviewed,
                life.instant(reviewed, _AFTER_THE_VISIT),
            )
    elif member.keeper is Keeper.CARER or dice.happens(_HAVE_QUESTIONS):
        pool = OF_CHILDREN if member.keeper is Keeper.CARER else OF_ADULTS
        texts = dice.shuffled(pool)[: dice.whole(1, 2)]
    for number, text in enumerate(texts, start=1):
        day = life.today - timedelta(days=len(texts) + 1 - number)
        at = life.instant(day, _EVENING)
        yield PlannedQuestion(dice.id_at(at), text, at, by)


def add_plan(
    connection: Connection,
    plan: Plan,
    *,
    patient_id: UUID,
    own: UUID | None,
    staff: UUID,
    clinic_id: UUID,
) -> None:
    """Store it: `own` keeps the diary, if anybody signs in to it, `staff` works at the centre."""
    for one in plan.questions:
        put = partial(
            add_question_state,
            connection,
            patient_id=patient_id,
            question_id=one.id,
            text=one.text,
            withdrawn=False,
        )
        put(
            revision=1,
            seq=next_seq(connection, patient_id),
            answered_on=None,
            at=one.asked_at,
            by=Viewer(own),
            standing=Standing(one.asked_by),
        )
        if one.answered_at is not None:
            put(
                revision=2,
                seq=next_seq(connection, patient_id),
                answered_on=one.answered_on,
                at=one.answered_at,
                by=Viewer(staff),
                standing=Standing(ActingAs.CLINIC, clinic_id=clinic_id),
            )
    if plan.start is not None and plan.set_at is not None:
        add_appointment(
            connection,
            patient_id=patient_id,
            clinic_id=clinic_id,
            start=plan.start,
            start_day=parse_moment(plan.start).day,
            by_user=staff,
            now=plan.set_at,
        )
        for follow_up, test in plan.tests:
            add_follow_up(
                connection,
                patient_id=patient_id,
                follow_up_id=follow_up,
                clinic_id=clinic_id,
                test=test,
                week=monday_of(parse_moment(plan.start).day),
                done_on=None,
                by_user=staff,
                now=plan.set_at,
            )
