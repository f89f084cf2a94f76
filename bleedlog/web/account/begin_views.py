"""The first page of a diary: whose it is, and whether their centre may look."""

from uuid import UUID

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from bleedlog.models.entry_input import new_id
from bleedlog.models.person_input import PatientInput
from bleedlog.services.own_diary import begin_own_diary, find_centre_that_invited
from bleedlog.services.sharing import list_clinics
from bleedlog.web.account.begin_forms import YES, BeginForm
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_account, current_record, current_viewer
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.sharing.child import zone_choices

blueprint = Blueprint("begin", __name__)

NO_CENTRE = ("", "None of these")


@blueprint.get("/begin")
@open_to(Audience.SIGNED_IN)
def ask() -> ResponseReturnValue:
    """The form, to whoever has no diary of their own yet."""
    account = current_account()
    if any(diary.is_own for diary in account.diaries):
        return redirect("/", 303)
    invited_by = find_centre_that_invited(current_record(), by=current_viewer())
    return _show(
        _form(
            formdata=None,
            id=str(new_id()),
            name=account.name,
            centre=str(invited_by or ""),
            zone=account.zone,
        )
    )


def _form(**more: object) -> BeginForm:
    form = BeginForm(**more)
    clinics = list_clinics(current_record(), by=current_viewer())
    form.centre.choices = [NO_CENTRE, *((str(one.clinic_id), one.name) for one in clinics)]
    form.zone.choices = list(zone_choices())
    return form


def _show(form: BeginForm, problems: tuple[str, ...] = ()) -> str:
    return render_template(
        "account/begin.html",
        form=form,
        problems=problems,
        has_errors=bool(problems or form.errors),
    )


def ask_again() -> ResponseReturnValue:
    """The form when its token is worth nothing any more, with what was typed."""
    return _show(_form(), (STALE_PAGE,))


@blueprint.post("/begin")
@open_to(Audience.SIGNED_IN)
@redisplayed_by(ask_again)
def begin() -> ResponseReturnValue:
    """Begin the diary."""
    form = _form()
    if not form.is_whole():
        return _show(form)
    begin_own_diary(
        current_record(),
        by=current_viewer(),
        patient_id=_id(form.id.data),
        profile=PatientInput(name=form.name.data or "", born=form.born.data, zone=form.zone.data),
        centre_id=UUID(form.centre.data) if form.centre.data else None,
        centre_may_look=form.may_look.data == YES,
    )
    return redirect("/", 303)


def _id(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        return new_id()
