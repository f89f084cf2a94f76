"""Questions for the team: written, changed, marked as asked, taken out, brought back."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired

from bleedlog.models.entry_input import new_id
from bleedlog.models.moment import local_now
from bleedlog.models.question import QUESTION_LIMIT, QuestionInput
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.questions import (
    Question,
    QuestionChangedError,
    QuestionTakenError,
    ask_question,
    bring_question_back,
    check_asks,
    get_question,
    mark_asked,
    reword_question,
    take_question_out,
)
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.appointment import APPOINTMENT, heading_of
from bleedlog.web.diary.blueprint import blueprint
from bleedlog.web.diary.fields import AtMost, readable
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to

QUESTIONS = f"{APPOINTMENT}/questions"
QUESTION = f"{QUESTIONS}/<uuid:question_id>"
WRITE = f"{APPOINTMENT}/write"
TAKEN = "This page saved another question already. Save again to add this one, too."
CHANGED = (
    "Somebody changed this question since you opened it. It says now: “{now}”"
    " Save again to put what you typed in its place."
)
GONE = "This question was taken out since you opened it. Save again to write it down as a new one."
LONGEST_NUMBER = 10


class QuestionForm(FlaskForm):
    """A question that is written, or changed."""

    id = HiddenField()
    revision = HiddenField()
    text = TextAreaField(
        "Your question",
        [DataRequired("Write the question first"), AtMost(QUESTION_LIMIT, "the question")],
        filters=[readable],
    )


@blueprint.get(WRITE)
@open_to(Audience.PATIENT)
def write_question() -> ResponseReturnValue:
    """The form of a new question."""
    return _show_new(QuestionForm(formdata=None, id=str(new_id())), current_diary())


def _show_new(form: QuestionForm, diary: OpenDiary, *problems: str) -> str:
    check_asks(current_record(), by=current_viewer(), patient_id=diary.patient_id)
    return _show(form, diary, "Write a question", WRITE, problems)


def _show_typed() -> ResponseReturnValue:
    return _show_new(QuestionForm(), current_diary(), STALE_PAGE)


@blueprint.post(WRITE)
@open_to(Audience.PATIENT)
@redisplayed_by(_show_typed)
def add_question() -> ResponseReturnValue:
    """Write a question down."""
    diary, form = current_diary(), QuestionForm()
    question_id = _id_sent(form)
    if not form.validate():
        return _show_new(form, diary)
    try:
        ask_question(
            current_record(),
            by=current_viewer(),
            patient_id=diary.patient_id,
            question_id=question_id,
            question=QuestionInput(text=form.text.data or ""),
        )
    except QuestionTakenError:
        form.id.data = str(new_id())
        return _show_new(form, diary, TAKEN)
    return _back(diary, "added", question_id)


def _id_sent(form: QuestionForm) -> UUID:
    try:
        return UUID(form.id.data or "")
    except ValueError:
        abort(400)


def _back(diary: OpenDiary, name: str, question_id: UUID) -> ResponseReturnValue:
    return redirect(f"{APPOINTMENT}?{name}={question_id}{diary.also}", 303)


@blueprint.get(QUESTION)
@open_to(Audience.PATIENT)
def question(question_id: UUID) -> ResponseReturnValue:
    """A question, to change its words or to take it out."""
    diary = current_diary()
    found = _found(diary, question_id)
    form = QuestionForm(
        formdata=None, id=str(question_id), revision=str(found.revision), text=found.text
    )
    return _show_old(form, diary, question_id)


def _found(diary: OpenDiary, question_id: UUID) -> Question:
    found = get_question(
        current_record(),
        by=current_viewer(),
        patient_id=diary.patient_id,
        question_id=question_id,
    )
    if found.withdrawn:
        raise NoSuchDiaryError
    return found


def _show_old(form: QuestionForm, diary: OpenDiary, question_id: UUID, *problems: str) -> str:
    return _show(form, diary, "Change the question", f"{QUESTIONS}/{question_id}", problems)


def _show(
    form: QuestionForm, diary: OpenDiary, heading: str, action: str, problems: tuple[str, ...]
) -> str:
    page: dict[str, Any] = {
        "heading": heading,
        "whose": diary.whose,
        "back": heading_of(diary),
        "patient_id": diary.patient_id,
        "action": action,
        "is_new": action == WRITE,
        "save": f"Save for {diary.name}" if diary.one_of_several else "Save",
    }
    return render_template(
        "diary/question.html",
        page=page,
        form=form,
        problems=problems,
        has_errors=bool(form.errors or problems),
        active="more",
        back_href=f"{APPOINTMENT}{diary.query}",
    )


def _show_changed(question_id: UUID) -> ResponseReturnValue:
    diary = current_diary()
    _found(diary, question_id)
    return _show_old(QuestionForm(), diary, question_id, STALE_PAGE)


@blueprint.post(QUESTION)
@open_to(Audience.PATIENT)
@redisplayed_by(_show_changed)
def change_question(question_id: UUID) -> ResponseReturnValue:
    """Give a question other words."""
    diary, form = current_diary(), QuestionForm()
    revision = form.revision.data or ""
    if not (revision.isascii() and revision.isdigit() and len(revision) < LONGEST_NUMBER):
        abort(400)
    if not form.validate():
        _found(diary, question_id)
        return _show_old(form, diary, question_id)
    try:
        reword_question(
            current_record(),
            by=current_viewer(),
            patient_id=diary.patient_id,
            question_id=question_id,
            question=QuestionInput(text=form.text.data or ""),
            opened_revision=int(revision),
        )
    except QuestionChangedError as error:
        if error.question.withdrawn:
            form.id.data = str(new_id())
            return _show_new(form, diary, GONE)
        form.revision.data = str(error.question.revision)
        return _show_old(form, diary, question_id, CHANGED.format(now=error.question.text))
    return _back(diary, "added", question_id)


@blueprint.post(f"{QUESTION}/asked")
@open_to(Audience.PATIENT)
def mark_question(question_id: UUID) -> ResponseReturnValue:
    """Mark a question as asked, or as open again."""
    diary = current_diary()
    said = request.form.get("asked", "")
    if said not in {"yes", "no"}:
        abort(400)
    mark_asked(
        current_record(),
        by=current_viewer(),
        patient_id=diary.patient_id,
        question_id=question_id,
        asked=said == "yes",
        now=local_now(diary.zone),
    )
    return _back(diary, "asked", question_id)


@blueprint.post(f"{QUESTION}/take-out")
@open_to(Audience.PATIENT)
def remove_question(question_id: UUID) -> ResponseReturnValue:
    """Take a question off the list."""
    diary = current_diary()
    take_question_out(
        current_record(),
        by=current_viewer(),
        patient_id=diary.patient_id,
        question_id=question_id,
    )
    return _back(diary, "gone", question_id)


@blueprint.post(f"{QUESTION}/bring-back")
@open_to(Audience.PATIENT)
def restore_question(question_id: UUID) -> ResponseReturnValue:
    """Put a question on the list again."""
    diary = current_diary()
    bring_question_back(
        current_record(),
        by=current_viewer(),
        patient_id=diary.patient_id,
        question_id=question_id,
    )
    return _back(diary, "added", question_id)
