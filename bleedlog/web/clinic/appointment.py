"""An appointment with a person: questions, what is new, the review and the next date, one save."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from pydantic import ValidationError
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Optional

from bleedlog.models.appointment import AppointmentInput
from bleedlog.models.clinic_record import ReviewInput
from bleedlog.models.entry_input import new_id
from bleedlog.models.moment import DEFAULT_ZONE, Moment, local_now
from bleedlog.models.vocabulary import Source
from bleedlog.services.entries import EntryRefusedError, EntryTakenError
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.reviews import NOTE_LIMIT
from bleedlog.services.together import Sitting, Together, get_together, open_again, save_sitting
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.news_words import news_words
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.appointment_words import appointment_words, review_words
from bleedlog.web.diary.fields import AtMost, PlainDateField, PlainTimeField, readable
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import long_date

APPOINTMENT = "/clinic/patients/<uuid:patient_id>/appointment"
WHEN = "Enter the day of the review"
WHICH_DAY = "Choose the day for this time, or leave the time out"
WITH_A_REVIEW = "The note goes with a review. Save with “reviewed together”, or take the note out"
TAKEN = "This page was saved already. Open it anew to change something."


class SittingForm(FlaskForm):
    """What an appointment led to."""

    id = HiddenField()
    known = HiddenField()
    """The next appointment as the page showed it: another one is set only by who sees it."""
    day = PlainDateField("Reviewed on", validators=[Optional()])
    note = TextAreaField(
        "Note for the person", [AtMost(NOTE_LIMIT, "the note")], filters=[readable]
    )
    next_day = PlainDateField("Next appointment", validators=[Optional()])
    next_time = PlainTimeField("At", validators=[Optional()])

    @property
    def next(self) -> str:
        """The next appointment as it is typed; nothing where there is none."""
        day = self.next_day.data
        return Moment(day, self.next_time.data).text if day is not None else ""


@blueprint.get(APPOINTMENT)
@open_to(Audience.STAFF)
def appointment(patient_id: UUID) -> ResponseReturnValue:
    """The page."""
    found = _found(patient_id)
    coming = found.appointment
    form = SittingForm(
        formdata=None,
        id=str(new_id()),
        known=coming.start if coming else "",
        day=found.today,
        next_day=coming and coming.day,
        next_time=coming and coming.clock,
    )
    return _show(found, form)


def _found(patient_id: UUID) -> Together:
    return get_together(
        current_record(), by=current_viewer(), patient_id=patient_id, now=local_now(DEFAULT_ZONE)
    )


def _show(found: Together, form: SittingForm, problems: Iterable[str] = ()) -> str:
    return render_template(
        "clinic/appointment.html",
        page=_page(found),
        form=form,
        problems=tuple(problems),
        has_errors=bool(form.errors or problems),
        active="patients",
    )


def _page(found: Together) -> dict[str, Any]:
    ticked = set(request.form.getlist("answered"))
    today, profile = found.today, found.profile
    open_ones = [one for one in found.questions if one.answered_on is None]
    reviews = [
        {
            "id": one.id,
            "day": long_date(one.day),
            "words": review_words(one, today, is_own=True),
        }
        for one in found.reviews
    ]
    saved = request.args.get("saved")
    return {
        "patient_id": profile.id,
        "name": profile.name,
        "questions": [
            {
                "id": one.id,
                "lines": one.text.splitlines(),
                "of_carer": one.of_carer,
                "asked_on": long_date(one.asked_on),
                "ticked": str(one.id) in ticked,
            }
            for one in open_ones
        ],
        "asked": [
            {"id": one.id, "lines": one.text.splitlines(), "day": long_date(one.answered_on)}
            for one in found.questions
            if one.answered_on is not None
        ],
        "news": news_words(found.news, profile.id, today),
        "reviews": reviews,
        "next": found.appointment and appointment_words(found.appointment, today),
        "elsewhere": [appointment_words(one, today) for one in found.elsewhere],
        "may_review": found.may_review,
        "today": today.isoformat(),
        "saved": saved,
        "undo": next((one for one in reviews if str(one["id"]) == saved), None),
    }


def _show_typed(patient_id: UUID) -> ResponseReturnValue:
    return _show(_found(patient_id), SittingForm(), [STALE_PAGE])


@blueprint.post(APPOINTMENT)
@open_to(Audience.STAFF)
@redisplayed_by(_show_typed)
def hold_appointment(patient_id: UUID) -> ResponseReturnValue:
    """Store all that the appointment led to."""
    found = _found(patient_id)
    if not found.may_review:
        raise NoSuchDiaryError
    form = SittingForm()
    try:
        review_id = UUID(form.id.data or "")
        answered = frozenset(map(UUID, request.form.getlist("answered")))
    except ValueError:
        abort(400)
    reviewed = request.form.get("review") != "no"
    if not _is_whole(form, reviewed=reviewed):
        return _show(found, form)
    try:
        sitting = Sitting(
            answered=answered,
            review=review_typed(review_id, form.day, form.note, found.profile.zone)
            if reviewed
            else None,
            sets_appointment=form.next != (form.known.data or ""),
            appointment=AppointmentInput(start=form.next) if form.next else None,
        )
    except ValidationError:
        abort(400)
    try:
        save_sitting(
            current_record(),
            by=current_viewer(),
            patient_id=patient_id,
            sitting=sitting,
            now=local_now(DEFAULT_ZONE),
        )
    except EntryRefusedError as error:
        fields = {"day": form.day, "next_day": form.next_day, "next_time": form.next_time}
        for fault in error.faults:
            fields[fault.field].errors = [fault.message]
        return _show(_found(patient_id), form)
    except EntryTakenError:
        return _show(_found(patient_id), form, [TAKEN])
    said = review_id if reviewed else "yes"
    return redirect(f"/clinic/patients/{patient_id}/appointment?saved={said}", 303)


@blueprint.post(f"{APPOINTMENT}/questions/<uuid:question_id>/open")
@open_to(Audience.STAFF)
def reopen_question(patient_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """Take back that a question was talked about."""
    open_again(
        current_record(), by=current_viewer(), patient_id=patient_id, question_id=question_id
    )
    return redirect(f"/clinic/patients/{patient_id}/appointment#questions", 303)


def _is_whole(form: SittingForm, *, reviewed: bool) -> bool:
    """Whether it can be read; what is wrong stands beside its field."""
    is_whole = bool(form.validate())
    if reviewed and form.day.data is None and not form.day.errors:
        form.day.errors = [WHEN]
        is_whole = False
    if not reviewed and (form.note.data or "").strip() and not form.note.errors:
        form.note.errors = [WITH_A_REVIEW]
        is_whole = False
    if form.next_time.data and not form.next_day.data and not form.next_day.errors:
        form.next_day.errors = [WHICH_DAY]
        is_whole = False
    return is_whole


def review_typed(
    review_id: UUID, day: PlainDateField, note: TextAreaField, zone: str
) -> ReviewInput:
    """The review that two fields mean, which were validated."""
    return ReviewInput.model_validate(
        {
            "id": review_id,
            "start": f"{day.data:%Y-%m-%d}",
            "zone": zone,
            "source": Source.CLINIC,
            "note": (note.data or "").strip() or None,
        }
    )
