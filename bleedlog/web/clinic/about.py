"""About a patient: their details, put right by a clinician of a clinic that may look."""

from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from bleedlog.services.profile import Profile, get_profile
from bleedlog.services.same_number import list_of_same_number
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.rights.about import form_of, page_of, problems_of
from bleedlog.web.rights.about_forms import AboutForm


@blueprint.get("/clinic/patients/<uuid:patient_id>/about")
@open_to(Audience.STAFF)
def about(patient_id: UUID) -> ResponseReturnValue:
    """The form."""
    profile = _profile(patient_id)
    return _show(form_of(profile, formdata=None), profile)


def _profile(patient_id: UUID) -> Profile:
    return get_profile(current_record(), by=current_viewer(), patient_id=patient_id)


def _show(form: AboutForm, profile: Profile, problems: tuple[str, ...] = ()) -> str:
    known = profile.row
    same_number = list_of_same_number(
        current_record(), by=current_viewer(), patient_id=known.id, nhs_number=known.nhs_number
    )
    return render_template(
        "clinic/about.html",
        form=form,
        page=page_of(profile)
        | {"patient_id": known.id, "is_own": False, "same_number": same_number},
        problems=problems,
        active="patients",
        has_errors=bool(form.errors or problems),
    )


def _show_typed(patient_id: UUID) -> ResponseReturnValue:
    profile = _profile(patient_id)
    return _show(form_of(profile), profile, (STALE_PAGE,))


@blueprint.post("/clinic/patients/<uuid:patient_id>/about")
@open_to(Audience.STAFF)
@redisplayed_by(_show_typed)
def correct(patient_id: UUID) -> ResponseReturnValue:
    """Put the details right."""
    profile = _profile(patient_id)
    form = form_of(profile)
    problems = problems_of(form, profile)
    if problems is None:
        return redirect(f"/clinic/patients/{patient_id}/about?done=saved", 303)
    return _show(form, profile, problems)
