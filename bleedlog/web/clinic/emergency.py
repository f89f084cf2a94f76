"""A look in an emergency: asked for with a reason, ended by a button or after an hour."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from bleedlog.models.account import ClinicWork
from bleedlog.models.moment import local_now, local_today, zone_of
from bleedlog.models.permissions import Permission
from bleedlog.services.emergency import (
    LASTS,
    NobodyFound,
    OpenAnyway,
    Opened,
    SecondFactorMissing,
    Sought,
    TooManyTries,
    end_emergency,
    list_own_looks,
    open_in_emergency,
)
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.web.account.waiting import retry_after, too_many_tries
from bleedlog.web.afterwards import do_afterwards
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import (
    current_account,
    current_record,
    current_settings,
    current_signed_in,
    current_viewer,
)
from bleedlog.web.diary.fields import AtMost, ChoiceField, PlainDateField, readable
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.post import current_post
from bleedlog.web.request_log import note_outcome
from bleedlog.web.words import clock_words, long_date

LONGEST_REASON = 500
SHORTEST_REASON = 10
DIGITS = 10
NOBODY = (
    "Nobody was found who fits exactly. Check the NHS number, or the whole name and the date of"
    " birth."
)
WHO = "Enter an NHS number, or the whole name and the date of birth."
FACTOR = "This session has no second factor. Sign out, and sign in with your code or passkey."


class EmergencyForm(FlaskForm):
    """At whose diary, and why."""

    nhs_number = StringField("NHS number", filters=[readable])
    name = StringField("Whole name", [AtMost(120, "the name")], filters=[readable])
    born = PlainDateField("Date of birth")
    clinic = ChoiceField(
        "For which clinic?", choices=[], validators=[InputRequired("Choose a clinic.")]
    )
    reason = TextAreaField(
        "Why do you need to look?",
        [DataRequired("Say why. The person reads it."), AtMost(LONGEST_REASON, "the reason")],
        filters=[readable],
    )

    def validate_nhs_number(self, field: StringField) -> None:
        """Ten digits, or the name with the date of birth instead."""
        digits = _digits(field.data)
        if digits and (len(digits) != DIGITS or not digits.isdigit()):
            message = "An NHS number has 10 digits."
            raise ValidationError(message)
        if not digits and not (self.name.data and (self.born.data or self.born.process_errors)):
            raise ValidationError(WHO)

    def validate_reason(self, field: TextAreaField) -> None:
        """Some words at least."""
        if field.data and len(field.data.strip()) < SHORTEST_REASON:
            message = f"Say why in {SHORTEST_REASON} letters or more. The person reads it."
            raise ValidationError(message)

    @property
    def sought(self) -> Sought:
        """Whom the answers mean."""
        digits = _digits(self.nhs_number.data)
        if digits:
            return Sought(nhs_number=digits)
        return Sought(name=self.name.data, born=self.born.data)


def _digits(typed: str | None) -> str:
    return "".join((typed or "").replace("-", "").split())


@blueprint.get("/clinic/emergency")
@open_to(Audience.STAFF)
def ask_emergency() -> ResponseReturnValue:
    """The form, and the looks that run."""
    return _show(_form(formdata=None))


def _form(**more: Any) -> EmergencyForm:
    clinics = _clinics()
    form = EmergencyForm(**more)
    form.clinic.choices = [(str(one.clinic_id), one.name) for one in clinics]
    if len(clinics) == 1:
        form.clinic.data = str(clinics[0].clinic_id)
        form.clinic.raw_data = [form.clinic.data]
    return form


def _clinics() -> list[ClinicWork]:
    """Where the viewer may break glass; nobody else finds the page."""
    found = [one for one in current_account().clinics if one.may(Permission.BREAK_GLASS)]
    if not found:
        raise NoSuchDiaryError
    return found


def _show(form: EmergencyForm, problems: tuple[str, ...] = ()) -> str:
    page = {
        "running": [
            {
                "patient_id": look.patient_id,
                "name": look.name,
                "until": until_words(look.until, look.zone),
            }
            for look in list_own_looks(current_record(), by=current_viewer())
        ],
        "asks_clinic": len(_clinics()) > 1,
        "minutes": round(LASTS.total_seconds() / 60),
        "latest_birth": local_today(current_account().zone).isoformat(),
    }
    return render_template(
        "clinic/emergency.html",
        form=form,
        page=page,
        problems=problems,
        active="emergency",
        has_errors=bool(form.errors or problems),
    )


def until_words(until: datetime, zone: str) -> str:
    """The time of day at which a look ends, where the clinic is, such as "3:15pm"."""
    return clock_words(until.astimezone(zone_of(zone)).time())


def _show_typed() -> ResponseReturnValue:
    return _show(_form(), (STALE_PAGE,))


@blueprint.post("/clinic/emergency")
@open_to(Audience.STAFF)
@redisplayed_by(_show_typed)
def open_emergency() -> ResponseReturnValue:
    """Open a diary for an hour, and tell the person."""
    form = _form()
    if not form.validate():
        return _show(form)
    clinic = next(one for one in _clinics() if str(one.clinic_id) == form.clinic.data)
    outcome = open_in_emergency(
        current_record(),
        by=current_viewer(),
        clinic_id=clinic.clinic_id,
        sought=form.sought,
        reason=form.reason.data or "",
        has_second_factor=_has_second_factor(),
        secret_key=current_settings().secret_key,
    )
    match outcome:
        case Opened(patient_id):
            _tell(outcome)
            return redirect(f"/clinic/patients/{patient_id}", 303)
        case OpenAnyway(patient_id):
            return redirect(f"/clinic/patients/{patient_id}", 303)
        case TooManyTries(wait):
            note_outcome("throttled")
            return _show(form, (too_many_tries(wait),)), 429, retry_after(wait)
        case SecondFactorMissing():
            note_outcome("refused")
            return _show(form, (FACTOR,))
        case NobodyFound():
            note_outcome("refused")
            return _show(form, (NOBODY,))


def _has_second_factor() -> bool:
    # The demo asks nobody for one.
    return current_signed_in().second_factor_at is not None or current_settings().demo


def _tell(opened: Opened) -> None:
    """The mail names no clinic: it would say what somebody is treated for."""
    post = current_post()
    if not post.is_open:
        return
    for told in opened.tell:
        now = local_now(told.zone)
        when = f"{long_date(now.date())} at {clock_words(now.time())}"
        do_afterwards(
            partial(post.send, "emergency_look", to=told.email, name=told.name, when=when)
        )


@blueprint.post("/clinic/emergency/<uuid:patient_id>/end")
@open_to(Audience.STAFF)
def stop_emergency(patient_id: UUID) -> ResponseReturnValue:
    """End one's own look."""
    end_emergency(current_record(), by=current_viewer(), patient_id=patient_id)
    return redirect("/clinic/emergency", 303)
