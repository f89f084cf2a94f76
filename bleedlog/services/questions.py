"""Questions for the team: asked by the person or who helps, ticked off by either side.

No wording is ever lost: a change adds a state, and what is taken out can be brought back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from bleedlog.models.audit import Action
from bleedlog.models.moment import zone_of
from bleedlog.models.permissions import Permission
from bleedlog.models.question import QuestionInput
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.models.vocabulary import ActingAs
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, looking, writing
from bleedlog.services.record import Record
from bleedlog.storage.entry_states import next_seq
from bleedlog.storage.patients import find_profile
from bleedlog.storage.questions import add_question_state, list_question_states
from bleedlog.storage.standing import list_standings


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it stands now. Days are local to the person."""

    id: UUID
    text: str
    asked_on: date
    """When it was written down."""
    answered_on: date | None
    """When it was talked about; None while it is open."""
    revision: int
    withdrawn: bool
    of_carer: bool
    """Whether somebody who helps wrote it."""


class QuestionTakenError(Exception):
    """Another question was stored under this id before."""


class QuestionChangedError(Exception):
    """Somebody changed the question since it was opened, or took it out; nothing was stored."""

    def __init__(self, question: Question) -> None:
        """Keep how it stands now."""
        super().__init__()
        self.question = question


def list_questions(record: Record, *, by: Viewer, patient_id: UUID) -> tuple[Question, ...]:
    """A person's questions: the open ones as they came, then those talked about, newest first.

    None that was taken out.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    with looking(record, by=by, patient_id=patient_id, page="appointment") as opened:
        return standing_questions(opened)


def standing_questions(opened: OpenedDiary) -> tuple[Question, ...]:
    """As `list_questions`, in an opened diary."""
    return tuple(one for one in every_question(opened) if not one.withdrawn)


def every_question(opened: OpenedDiary) -> tuple[Question, ...]:
    """Those that were taken out, too, in the same order.

    Raises:
        NoSuchDiaryError: if there is no such person.
    """
    profile = find_profile(opened.connection, opened.by, opened.patient_id)
    if profile is None:
        raise NoSuchDiaryError
    first: dict[UUID, Any] = {}
    last: dict[UUID, Any] = {}
    for row in list_question_states(opened.connection, opened.by, opened.patient_id):
        first.setdefault(row.id, row)
        last[row.id] = row
    found = [_question(row, last[row.id], profile.zone) for row in first.values()]
    done = [one for one in found if one.answered_on is not None]
    done.sort(key=lambda one: one.answered_on or date.min, reverse=True)
    return (*(one for one in found if one.answered_on is None), *done)


def _question(first: Any, last: Any, zone: str) -> Question:
    return Question(
        id=last.id,
        text=last.text,
        asked_on=first.received_at.astimezone(zone_of(zone)).date(),
        answered_on=last.answered_on,
        revision=last.revision,
        withdrawn=last.withdrawn,
        of_carer=first.entered_by is ActingAs.CARER,
    )


def get_question(record: Record, *, by: Viewer, patient_id: UUID, question_id: UUID) -> Question:
    """One question, taken out or not, to whoever may change it.

    Raises:
        NoSuchDiaryError: if there is none for `by` to change.
    """
    with looking(
        record, by=by, patient_id=patient_id, page="appointment", permission=Permission.LOG
    ) as opened:
        return find_question(opened.acting(asks), question_id)


def check_asks(record: Record, *, by: Viewer, patient_id: UUID) -> None:
    """See that `by` may write questions for that person.

    Raises:
        NoSuchDiaryError: if not.
    """
    with record.reading(by, patient_id) as connection:
        if not any(map(asks, list_standings(connection, by, patient_id))):
            raise NoSuchDiaryError


def asks(standing: Standing) -> bool:
    """Whether somebody writes questions in that part: not as a clinic's staff."""
    return standing.staff is None and standing.may(Permission.LOG)


def ask_question(
    record: Record, *, by: Viewer, patient_id: UUID, question_id: UUID, question: QuestionInput
) -> None:
    """Write a question down. The same id with the same words again is stored once.

    Raises:
        NoSuchDiaryError: if `by` asks nothing for that person.
        QuestionTakenError: if the id stands for other words.
    """
    with writing(record, by=by, patient_id=patient_id) as opened:
        diary = opened.acting(asks)
        seq = next_seq(diary.connection, patient_id)
        rows = list_question_states(diary.connection, by, patient_id)
        before = next((row for row in rows if row.id == question_id), None)
        if before is not None:
            if before.text != question.text:
                raise QuestionTakenError
            return
        add_question_state(
            diary.connection,
            patient_id=patient_id,
            question_id=question_id,
            revision=1,
            seq=seq,
            text=question.text,
            answered_on=None,
            withdrawn=False,
            at=datetime.now(UTC),
            by=by,
            standing=diary.standing,
        )
        diary.note(Action.LOGGED, detail="question")


def reword_question(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    question_id: UUID,
    question: QuestionInput,
    opened_revision: int,
) -> None:
    """Let a question say something else; `opened_revision` is the one that was changed.

    Raises:
        NoSuchDiaryError: if there is no such question for `by` to change.
        QuestionChangedError: if somebody changed it since, or took it out.
    """
    with writing(record, by=by, patient_id=patient_id) as opened:
        diary = opened.acting(asks)
        seq, known = next_seq(diary.connection, patient_id), find_question(diary, question_id)
        if known.text == question.text and not known.withdrawn:
            return
        if known.withdrawn or known.revision != opened_revision:
            raise QuestionChangedError(known)
        _put(diary, known, seq, text=question.text)
        diary.note(Action.REVISED, detail="question")


def mark_asked(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    question_id: UUID,
    asked: bool,
    now: datetime,
) -> None:
    """Say that a question was talked about today, or that it still is open. `now` is aware.

    Raises:
        NoSuchDiaryError: if there is no such question for `by` to change.
    """
    with writing(record, by=by, patient_id=patient_id) as opened:
        diary = opened.acting(asks)
        profile = find_profile(diary.connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        if asked:
            today = now.astimezone(zone_of(profile.zone)).date()
            if not tick_off(diary, [question_id], today):
                find_question(diary, question_id)
            return
        untick(diary, question_id)


def untick(diary: OpenedDiary, question_id: UUID) -> None:
    """Note that a question is still open; `NoSuchDiaryError` if there is none."""
    seq, known = next_seq(diary.connection, diary.patient_id), find_question(diary, question_id)
    if known.answered_on is not None:
        _put(diary, known, seq, answered_on=None)
        diary.note(Action.REVOKED, detail="question")


def tick_off(diary: OpenedDiary, question_ids: Iterable[UUID], day: date) -> int:
    """Note of those questions that are open that they were talked about on `day`; gives how many.

    One event for all of them. What is no open question of this diary is passed over: somebody else
    was quicker.
    """
    wanted = set(question_ids)
    if not wanted:
        return 0
    seq, ticked = next_seq(diary.connection, diary.patient_id), 0
    for one in standing_questions(diary):
        if one.id in wanted and one.answered_on is None:
            _put(diary, one, seq, answered_on=day)
            ticked += 1
    if ticked:
        diary.note(Action.CONFIRMED, detail=f"question {ticked}")
    return ticked


def take_question_out(record: Record, *, by: Viewer, patient_id: UUID, question_id: UUID) -> None:
    """Take a question off the list; it can be brought back.

    Raises:
        NoSuchDiaryError: if there is no such question for `by` to take out.
    """
    _set_withdrawn(record, by, patient_id, question_id, withdrawn=True)


def bring_question_back(record: Record, *, by: Viewer, patient_id: UUID, question_id: UUID) -> None:
    """Put a question on the list again.

    Raises:
        NoSuchDiaryError: if there is no such question for `by` to bring back.
    """
    _set_withdrawn(record, by, patient_id, question_id, withdrawn=False)


def _set_withdrawn(
    record: Record, by: Viewer, patient_id: UUID, question_id: UUID, *, withdrawn: bool
) -> None:
    with writing(record, by=by, patient_id=patient_id) as opened:
        diary = opened.acting(asks)
        seq, known = next_seq(diary.connection, patient_id), find_question(diary, question_id)
        if known.withdrawn != withdrawn:
            _put(diary, known, seq, withdrawn=withdrawn)
            diary.note(Action.WITHDREW if withdrawn else Action.RESTORED, detail="question")


def find_question(diary: OpenedDiary, question_id: UUID) -> Question:
    """That question, taken out or not.

    Raises:
        NoSuchDiaryError: if there is none.
    """
    for one in every_question(diary):
        if one.id == question_id:
            return one
    raise NoSuchDiaryError


def _put(diary: OpenedDiary, known: Question, seq: int, **says: Any) -> None:
    state = {"text": known.text, "answered_on": known.answered_on, "withdrawn": known.withdrawn}
    add_question_state(
        diary.connection,
        patient_id=diary.patient_id,
        question_id=known.id,
        revision=known.revision + 1,
        seq=seq,
        at=datetime.now(UTC),
        by=diary.by,
        standing=diary.standing,
        **{**state, **says},
    )
