"""A diary for a child, begun by whoever is signed in."""

from datetime import date
from functools import cache
from uuid import UUID
from zoneinfo import available_timezones

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from bleedlog.models.entry_input import new_id
from bleedlog.models.moment import local_today
from bleedlog.models.person_input import PatientInput
from bleedlog.services.children import MOST_DIARIES, TooManyDiariesError, begin_child_diary
from bleedlog.services.sharing import list_clinics
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_account, current_record, current_viewer
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.sharing.blueprint import blueprint
from bleedlog.web.sharing.forms import ChildForm

NO_CENTRE = ("", "None, or not in this list")
FUTURE = "This is in the future. Check the date."


@blueprint.get("/sharing/child")
@open_to(Audience.SIGNED_IN)
def ask_child() -> ResponseReturnValue:
    """The form."""
    return _show(_form(formdata=None, id=str(new_id()), zone=current_account().zone))


def _form(**more: object) -> ChildForm:
    form = ChildForm(**more)
    clinics = list_clinics(current_record(), by=current_viewer())
    form.centre.choices = [NO_CENTRE, *((str(one.clinic_id), one.name) for one in clinics)]
    form.zone.choices = list(zone_choices())
    return form


@cache
def zone_choices() -> tuple[tuple[str, str], ...]:
    """Zones by name, those that are not a place left out."""
    places = sorted(
        zone
        for zone in available_timezones()
        if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/", "posix", "right"))
    )
    return tuple((zone, zone.replace("_", " ")) for zone in places)


def _show(form: ChildForm, problems: tuple[str, ...] = ()) -> str:
    return render_template(
        "sharing/child.html",
        form=form,
        problems=problems,
        back_href="/more",
        active="more",
        has_errors=bool(form.errors or problems),
    )


def _show_typed() -> ResponseReturnValue:
    return _show(_form(), (STALE_PAGE,))


@blueprint.post("/sharing/child")
@open_to(Audience.SIGNED_IN)
@redisplayed_by(_show_typed)
def begin_child() -> ResponseReturnValue:
    """Begin the diary."""
    form = _form()
    child = _read(form)
    if child is None:
        return _show(form)
    patient_id = _id(form.id.data)
    try:
        begin_child_diary(
            current_record(),
            by=current_viewer(),
            patient_id=patient_id,
            child=child,
            centre_id=UUID(form.centre.data) if form.centre.data else None,
            centre_may_look=bool(form.centre_may_look.data),
        )
    except TooManyDiariesError:
        return _show(form, (f"You look after {MOST_DIARIES} diaries. There is no room for more.",))
    return redirect(f"/?patient={patient_id}", 303)


def _read(form: ChildForm) -> PatientInput | None:
    if not form.validate():
        return None
    born: date | None = form.born.data
    if born is not None and born > local_today(form.zone.data):
        form.born.errors = [FUTURE]
        return None
    try:
        return PatientInput(name=form.name.data or "", born=born, zone=form.zone.data)
    except ValidationError:
        form.name.errors = ["Use letters that can be printed."]
        return None


def _id(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        return new_id()
