"""About the person whose diary it is: their details, put right by them or who manages for them."""

from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.products import PRODUCTS
from bleedlog.services.profile import (
    CorrectedMeanwhileError,
    Profile,
    correct_profile,
    get_profile,
)
from bleedlog.services.sharing import list_clinics
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_account, current_record, current_viewer
from bleedlog.web.diary.whose import current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.rights.about_forms import AboutForm, about_form
from bleedlog.web.rights.about_words import earlier_details
from bleedlog.web.rights.blueprint import blueprint
from bleedlog.web.sharing.words import whose_words

MEANWHILE = (
    "Somebody else changed these details while you typed. Check what is new below, then save."
)


@blueprint.get("/more/about")
@open_to(Audience.PATIENT)
def ask_about() -> ResponseReturnValue:
    """The form."""
    profile = _profile()
    return _show(form_of(profile, formdata=None), profile)


def _profile() -> Profile:
    return get_profile(current_record(), by=current_viewer(), patient_id=current_diary().patient_id)


def form_of(profile: Profile, **more: Any) -> AboutForm:
    """The form with the clinics that there are."""
    return about_form(profile, list_clinics(current_record(), by=current_viewer()), **more)


def page_of(profile: Profile) -> dict[str, Any]:
    """What the fields and the list below them need."""
    return {
        "name": profile.row.name,
        "may_say_where": profile.may_say_where,
        "centre": profile.row.centre_name,
        "products": [one.name for one in PRODUCTS],
        "earlier": earlier_details(
            profile.changes, zone=profile.row.zone, reader=current_account().user_id
        ),
        "done": request.args.get("done") == "saved",
    }


def _show(form: AboutForm, profile: Profile, problems: tuple[str, ...] = ()) -> str:
    diary = current_diary()
    page = page_of(profile) | {
        "patient_id": diary.patient_id,
        "is_own": diary.is_own,
        "whose": whose_words(diary),
        "query": diary.query,
    }
    return render_template(
        "rights/about.html",
        form=form,
        page=page,
        problems=problems,
        back_href=f"/more{diary.query}",
        active="more",
        has_errors=bool(form.errors or problems),
    )


def _show_typed() -> ResponseReturnValue:
    profile = _profile()
    return _show(form_of(profile), profile, (STALE_PAGE,))


@blueprint.post("/more/about")
@open_to(Audience.PATIENT)
@redisplayed_by(_show_typed)
def correct() -> ResponseReturnValue:
    """Put the details right."""
    diary, profile = current_diary(), _profile()
    form = form_of(profile)
    problems = problems_of(form, profile)
    if problems is None:
        return redirect(f"/more/about?done=saved{diary.also}", 303)
    return _show(form, profile, problems)


def problems_of(form: AboutForm, profile: Profile) -> tuple[str, ...] | None:
    """Store what was typed: None if it was, else what is wrong beside the fields' own errors."""
    said = form.read(profile)
    if said is None:
        return ()
    try:
        correct_profile(
            current_record(),
            by=current_viewer(),
            patient_id=profile.row.id,
            profile=said,
            centre_id=form.centre_id,
            edition=form.seen,
        )
    except CorrectedMeanwhileError:
        # Sent once more, it has seen what others changed.
        form.edition.data = str(profile.edition)
        return (MEANWHILE,)
    return None
