"""Who can see a diary: the list, what each of them may do, an end to it."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.invitation import InvitedAs
from bleedlog.models.permissions import Permission
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.children import HANDED_OVER_AT, birthday
from bleedlog.services.invitations import OpenInvitation, revoke_invitation
from bleedlog.services.sharing import (
    Helper,
    LastOneError,
    Sharing,
    change_helper,
    end_help,
    get_helper,
    get_sharing,
)
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_account, current_patient, current_record, current_viewer
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.sharing.blueprint import blueprint
from bleedlog.web.sharing.forms import RoleForm
from bleedlog.web.sharing.words import MAY, whose_words
from bleedlog.web.words import long_date, on_day

LAST_ONE = "You are the only one who decides about this diary. Let somebody else do it first."


@blueprint.get("/sharing")
@open_to(Audience.PATIENT)
def sharing() -> ResponseReturnValue:
    """Who can see the diary; for who only helps, that they do."""
    diary = current_diary()
    if not current_patient().may(Permission.MANAGE_CARERS):
        return _show_helping(diary)
    found = get_sharing(current_record(), by=current_viewer(), patient_id=diary.patient_id)
    page = {
        **frame(diary),
        "people": [_person(one, diary) for one in found.helpers],
        "person_signs_in": found.person_signs_in,
        "invited": [_invited(one, diary) for one in found.invited],
        "clinics": [
            {
                "id": one.clinic_id,
                "name": one.name,
                "since": on_day(one.since, diary.zone) if one.since else "",
            }
            for one in found.clinics
        ],
        "hands_over": _hands_over(found),
        "done": request.args.get("done"),
    }
    return render_template(
        "sharing/sharing.html", page=page, back_href=f"/more{diary.query}", active="more"
    )


def frame(diary: OpenDiary) -> dict[str, Any]:
    """What every page about sharing says of the diary."""
    return {
        "patient_id": diary.patient_id,
        "name": diary.name,
        "is_own": diary.is_own,
        "whose": whose_words(diary),
        "query": diary.query,
        "kicker": diary.whose,
    }


def _show_helping(diary: OpenDiary) -> str:
    page = {
        **frame(diary),
        "may": MAY[current_patient().role].removeprefix("can "),
        "user_id": current_account().user_id,
    }
    return render_template(
        "sharing/helping.html", page=page, back_href=f"/more{diary.query}", active="more"
    )


def _person(helper: Helper, diary: OpenDiary) -> dict[str, Any]:
    return {
        "id": helper.user_id,
        "name": helper.name,
        "email": helper.email,
        "may": MAY[helper.role],
        "since": on_day(helper.since, diary.zone),
        "is_reader": helper.is_reader,
    }


def _invited(offer: OpenInvitation, diary: OpenDiary) -> dict[str, Any]:
    takes_over = offer.invited_as is InvitedAs.OWNER
    may = "can take the diary over" if takes_over else MAY[offer.access_role or _LEAST]
    return {
        "id": offer.id,
        "name": offer.name or offer.email or "Somebody",
        "may": may,
        "until": on_day(offer.expires_at, diary.zone),
    }


_LEAST = AccessRole.CARER_READ


def _hands_over(found: Sharing) -> dict[str, Any] | None:
    """From when the young person may take the diary over; None if nobody hands it over."""
    if not found.may_hand_over:
        return None
    born = found.profile.born
    return {"from": long_date(birthday(born, HANDED_OVER_AT)) if born else None}


@blueprint.post("/sharing/invitations/<uuid:invitation_id>/take-back")
@open_to(Audience.PATIENT)
def take_back(invitation_id: UUID) -> ResponseReturnValue:
    """Let nobody accept an invitation any more."""
    diary = current_diary()
    revoke_invitation(current_record(), by=current_viewer(), invitation_id=invitation_id)
    return redirect(f"/sharing?done=taken-back{diary.also}", 303)


@blueprint.get("/sharing/people/<uuid:user_id>")
@open_to(Audience.PATIENT)
def person(user_id: UUID) -> ResponseReturnValue:
    """What somebody who helps may do."""
    diary = current_diary()
    helper = _helper(diary, user_id)
    form = RoleForm(formdata=None, role=helper.role.value, patient=str(diary.patient_id))
    return _show_person(form, helper, diary)


def _helper(diary: OpenDiary, user_id: UUID) -> Helper:
    return get_helper(
        current_record(), by=current_viewer(), patient_id=diary.patient_id, user_id=user_id
    )


def _show_person(
    form: RoleForm, helper: Helper, diary: OpenDiary, problems: tuple[str, ...] = ()
) -> str:
    page = {**frame(diary), "person": _person(helper, diary), "problems": problems}
    return render_template(
        "sharing/person.html",
        form=form,
        page=page,
        back_href=f"/sharing{diary.query}",
        active="more",
        has_errors=bool(form.errors or problems),
    )


def _show_typed(user_id: UUID) -> ResponseReturnValue:
    diary = current_diary()
    return _show_person(RoleForm(), _helper(diary, user_id), diary, (STALE_PAGE,))


@blueprint.post("/sharing/people/<uuid:user_id>")
@open_to(Audience.PATIENT)
@redisplayed_by(_show_typed)
def change_person(user_id: UUID) -> ResponseReturnValue:
    """Let somebody who helps do more or less."""
    diary, form = current_diary(), RoleForm()
    helper = _helper(diary, user_id)
    if not form.validate():
        return _show_person(form, helper, diary)
    try:
        change_helper(
            current_record(),
            by=current_viewer(),
            patient_id=diary.patient_id,
            user_id=user_id,
            role=AccessRole(form.role.data),
        )
    except LastOneError:
        return _show_person(form, helper, diary, (LAST_ONE,))
    return redirect(f"/sharing?done=changed{diary.also}", 303)


@blueprint.post("/sharing/people/<uuid:user_id>/stop")
@open_to(Audience.PATIENT)
def stop_person(user_id: UUID) -> ResponseReturnValue:
    """Let somebody see the diary no more; oneself, too."""
    diary = current_diary()
    is_own_end = user_id == current_account().user_id
    try:
        end_help(
            current_record(),
            by=current_viewer(),
            patient_id=diary.patient_id,
            user_id=user_id,
        )
    except LastOneError:
        helper = _helper(diary, user_id)
        form = RoleForm(formdata=None, role=helper.role.value, patient=str(diary.patient_id))
        return _show_person(form, helper, diary, (LAST_ONE,))
    # Whoever left has no page about this diary to go back to.
    return redirect("/more" if is_own_end else f"/sharing?done=stopped{diary.also}", 303)
