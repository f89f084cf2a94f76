"""Which clinics may look at a diary: share with one, stop it."""

from uuid import UUID

from flask import abort, redirect, render_template
from flask.typing import ResponseReturnValue

from bleedlog.services.consents import share_with_clinic, stop_sharing_with_clinic
from bleedlog.services.sharing import (
    SharedClinic,
    get_clinic_that_looks,
    list_clinics_to_share_with,
)
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.sharing.blueprint import blueprint
from bleedlog.web.sharing.forms import ClinicForm
from bleedlog.web.sharing.people import frame
from bleedlog.web.words import on_day


@blueprint.get("/sharing/clinics")
@open_to(Audience.PATIENT)
def choose_clinic() -> ResponseReturnValue:
    """The clinics that could look."""
    diary = current_diary()
    clinics = _others(diary)
    form = _form(clinics, formdata=None, patient=str(diary.patient_id))
    return _show(form, diary, clinics)


def _others(diary: OpenDiary) -> list[SharedClinic]:
    return list_clinics_to_share_with(
        current_record(), by=current_viewer(), patient_id=diary.patient_id
    )


def _form(clinics: list[SharedClinic], **more: object) -> ClinicForm:
    form = ClinicForm(**more)
    form.clinic.choices = [(str(one.clinic_id), one.name) for one in clinics]
    return form


def _show(
    form: ClinicForm, diary: OpenDiary, clinics: list[SharedClinic], problems: tuple[str, ...] = ()
) -> str:
    page = {**frame(diary), "any": bool(clinics), "problems": problems}
    return render_template(
        "sharing/clinics.html",
        form=form,
        page=page,
        back_href=f"/sharing{diary.query}",
        active="more",
        has_errors=bool(form.errors or problems),
    )


def _show_typed() -> ResponseReturnValue:
    diary = current_diary()
    clinics = _others(diary)
    return _show(_form(clinics), diary, clinics, (STALE_PAGE,))


@blueprint.post("/sharing/clinics")
@open_to(Audience.PATIENT)
@redisplayed_by(_show_typed)
def share() -> ResponseReturnValue:
    """Let a clinic look from now on."""
    diary = current_diary()
    clinics = _others(diary)
    form = _form(clinics)
    if not form.validate():
        return _show(form, diary, clinics)
    share_with_clinic(
        current_record(),
        by=current_viewer(),
        patient_id=diary.patient_id,
        clinic_id=UUID(form.clinic.data),
    )
    return redirect(f"/sharing?done=shared{diary.also}", 303)


@blueprint.get("/sharing/clinics/<uuid:clinic_id>")
@open_to(Audience.PATIENT)
def ask_to_stop(clinic_id: UUID) -> ResponseReturnValue:
    """What it means that a clinic looks no more."""
    diary = current_diary()
    clinic = get_clinic_that_looks(
        current_record(), by=current_viewer(), patient_id=diary.patient_id, clinic_id=clinic_id
    )
    since = on_day(clinic.since, diary.zone) if clinic.since else abort(404)
    page = {**frame(diary), "clinic": {"id": clinic_id, "name": clinic.name, "since": since}}
    return render_template(
        "sharing/stop_clinic.html",
        page=page,
        back_href=f"/sharing{diary.query}",
        active="more",
    )


@blueprint.post("/sharing/clinics/<uuid:clinic_id>/stop")
@open_to(Audience.PATIENT)
def stop(clinic_id: UUID) -> ResponseReturnValue:
    """Let a clinic look no more."""
    diary = current_diary()
    stop_sharing_with_clinic(
        current_record(), by=current_viewer(), patient_id=diary.patient_id, clinic_id=clinic_id
    )
    return redirect(f"/sharing?done=stopped-clinic{diary.also}", 303)
