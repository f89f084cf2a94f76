"""One review together: seen with its history, corrected, taken back, brought back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired

from bleedlog.models.moment import DEFAULT_ZONE, local_now, parse_moment
from bleedlog.services.entries import (
    EntryChangedMeanwhileError,
    EntryRefusedError,
    restore_entry,
    withdraw_entry,
)
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.reviews import NOTE_LIMIT, HeldReview, get_review
from bleedlog.services.reviews import correct_review as give_new_state
from bleedlog.web.clinic.appointment import APPOINTMENT, WHEN, review_typed
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.fields import AtMost, PlainDateField, readable
from bleedlog.web.diary.history import Step, history_of
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import long_date

REVIEW = f"{APPOINTMENT}/reviews/<uuid:review_id>"
CHANGED = (
    "Somebody changed this review since you opened it. It says now: {now}."
    " Save again to put what you typed in its place."
)
LONGEST_NUMBER = 10


class ReviewForm(FlaskForm):
    """A review, to be corrected."""

    revision = HiddenField()
    day = PlainDateField("Day of the review", validators=[InputRequired(WHEN)])
    note = TextAreaField(
        "Note for the person", [AtMost(NOTE_LIMIT, "the note")], filters=[readable]
    )


@blueprint.get(REVIEW)
@open_to(Audience.STAFF)
def one_review(patient_id: UUID, review_id: UUID) -> ResponseReturnValue:
    """A review, and every state that it had."""
    found = _found(patient_id, review_id)
    row = found.entry
    form = ReviewForm(formdata=None, revision=str(row.revision), day=row.start_day, note=found.note)
    return _show(patient_id, found, form)


def _found(patient_id: UUID, review_id: UUID) -> HeldReview:
    return get_review(
        current_record(), by=current_viewer(), patient_id=patient_id, review_id=review_id
    )


def _show(
    patient_id: UUID, found: HeldReview, form: ReviewForm, *problems: str
) -> ResponseReturnValue:
    row = found.entry
    page: dict[str, Any] = {
        "patient_id": patient_id,
        "name": found.profile.name,
        "id": row.id,
        "day": long_date(row.start_day),
        "note": found.note,
        "withdrawn": row.withdrawn,
        "saved": "saved" in request.args and not row.withdrawn,
        "may_change": found.may_change,
        "history": _history(found),
        "today": local_now(row.zone).date().isoformat(),
    }
    return render_template(
        "clinic/review.html",
        page=page,
        form=form,
        problems=problems,
        has_errors=bool(form.errors or problems),
        active="patients",
    )


def _history(found: HeldReview) -> list[Step]:
    """What happened to it, newest first, with what it said then."""
    steps = history_of(found.revisions, found.entry.zone, "the person")
    states = [one.state for one in reversed(found.revisions)]
    return [
        replace(step, changes=(_said(state),)) for step, state in zip(steps, states, strict=True)
    ]


def _said(state: Mapping[str, Any]) -> str:
    day = long_date(parse_moment(state["start"]).day)
    note = None if state.get("private") else state.get("note")
    return f"{day}: {note}" if note else day


def _show_typed(patient_id: UUID, review_id: UUID) -> ResponseReturnValue:
    return _show(patient_id, _found(patient_id, review_id), ReviewForm(), STALE_PAGE)


@blueprint.post(REVIEW)
@open_to(Audience.STAFF)
@redisplayed_by(_show_typed)
def correct_review(patient_id: UUID, review_id: UUID) -> ResponseReturnValue:
    """Give a review another day or note; what it said before stays."""
    found = _found(patient_id, review_id)
    if found.entry.withdrawn or not found.may_change:
        raise NoSuchDiaryError
    form = ReviewForm()
    revision = form.revision.data or ""
    if not (revision.isascii() and revision.isdigit() and len(revision) < LONGEST_NUMBER):
        abort(400)
    if not form.validate():
        return _show(patient_id, found, form)
    try:
        give_new_state(
            current_record(),
            by=current_viewer(),
            patient_id=patient_id,
            review=review_typed(review_id, form.day, form.note, found.entry.zone),
            opened_revision=int(revision),
            now=local_now(DEFAULT_ZONE),
        )
    except EntryChangedMeanwhileError as error:
        form.revision.data = str(error.revision)
        now = ", ".join(part for part in (long_date(found.entry.start_day), found.note) if part)
        return _show(patient_id, found, form, CHANGED.format(now=now))
    except EntryRefusedError as error:
        form.day.errors = [fault.message for fault in error.faults]
        return _show(patient_id, found, form)
    return redirect(f"{_path(patient_id)}/reviews/{review_id}?saved=1", 303)


def _path(patient_id: UUID) -> str:
    return f"/clinic/patients/{patient_id}/appointment"


@blueprint.post(f"{REVIEW}/withdraw")
@open_to(Audience.STAFF)
def withdraw_review(patient_id: UUID, review_id: UUID) -> ResponseReturnValue:
    """Take a review back; its history stays."""
    _found(patient_id, review_id)
    withdraw_entry(current_record(), by=current_viewer(), patient_id=patient_id, entry_id=review_id)
    return redirect(f"{_path(patient_id)}/reviews/{review_id}", 303)


@blueprint.post(f"{REVIEW}/restore")
@open_to(Audience.STAFF)
def restore_review(patient_id: UUID, review_id: UUID) -> ResponseReturnValue:
    """Let a review stand again."""
    _found(patient_id, review_id)
    restore_entry(current_record(), by=current_viewer(), patient_id=patient_id, entry_id=review_id)
    return redirect(f"{_path(patient_id)}/reviews/{review_id}", 303)
