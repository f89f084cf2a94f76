"""Who works at a clinic, for its admin: the list, another role, an end."""

from collections.abc import Mapping
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.invitation import InvitedAs
from bleedlog.models.permissions import Permission
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.invitations import (
    OpenInvitation,
    list_invitations_of_clinic,
    revoke_invitation,
)
from bleedlog.services.staff import (
    LastAdminError,
    Member,
    change_role,
    end_membership,
    get_member,
    list_staff,
)
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.roles import WHAT_THEY_DO, clinic_for, clinics_for
from bleedlog.web.clinic.staff_forms import RoleForm
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_account, current_record, current_viewer
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import on_day

LAST_ADMIN = "Nobody else runs this list. Make somebody else an admin first."
MEMBER = "/clinic/<uuid:clinic_id>/staff/<uuid:user_id>"


@blueprint.get("/clinic/staff")
@open_to(Audience.STAFF)
def staff() -> ResponseReturnValue:
    """Who works at the clinic, and who is invited to."""
    clinic = clinic_for(Permission.MANAGE_STAFF)
    record, viewer = current_record(), current_viewer()
    members = list_staff(record, by=viewer, clinic_id=clinic.clinic_id)
    invited = list_invitations_of_clinic(record, by=viewer, clinic_id=clinic.clinic_id)
    return render_template(
        "clinic/staff.html",
        clinic=clinic,
        others=[one for one in clinics_for(Permission.MANAGE_STAFF) if one != clinic],
        members=[_row(clinic.clinic_id, _member(one, clinic.zone)) for one in members],
        invited=[
            _invited(one, clinic.zone) for one in invited if one.invited_as is InvitedAs.STAFF
        ],
        done=request.args.get("done"),
        active="staff",
    )


def _member(member: Member, zone: str) -> dict[str, object]:
    return {
        "id": member.user_id,
        "name": member.name,
        "email": member.email,
        "does": WHAT_THEY_DO[member.role],
        "since": on_day(member.since, zone),
        "is_reader": member.is_reader,
    }


def _row(clinic_id: UUID, member: Mapping[str, object]) -> list[str]:
    """A row of the list: the name, where it leads, what else there is to know."""
    you = " (you)" if member["is_reader"] else ""
    known = f"{member['does']}. {member['email']}, since {member['since']}"
    return [f"{member['name']}{you}", f"/clinic/{clinic_id}/staff/{member['id']}", known]


def _invited(invitation: OpenInvitation, zone: str) -> dict[str, object]:
    role = invitation.staff_role
    return {
        "id": invitation.id,
        "name": invitation.name or invitation.email or "Somebody",
        "does": WHAT_THEY_DO[role] if role else "",
        "until": on_day(invitation.expires_at, zone),
    }


@blueprint.post("/clinic/invitations/<uuid:invitation_id>/take-back")
@open_to(Audience.STAFF)
def take_back(invitation_id: UUID) -> ResponseReturnValue:
    """Let nobody accept an invitation any more."""
    revoke_invitation(current_record(), by=current_viewer(), invitation_id=invitation_id)
    back = "/clinic/invite" if request.form.get("from") == "invite" else "/clinic/staff"
    return redirect(f"{back}?done=taken-back&clinic={request.form.get('clinic', '')}", 303)


@blueprint.get(MEMBER)
@open_to(Audience.STAFF)
def member(clinic_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """What somebody does at the clinic, to be changed or ended."""
    found = _get(clinic_id, user_id)
    return _show_member(clinic_id, found, RoleForm(formdata=None, role=found.role.value))


def _get(clinic_id: UUID, user_id: UUID) -> Member:
    return get_member(current_record(), by=current_viewer(), clinic_id=clinic_id, user_id=user_id)


def _show_member(
    clinic_id: UUID, found: Member, form: RoleForm, problems: tuple[str, ...] = ()
) -> str:
    zone = next(one.zone for one in current_account().clinics if one.clinic_id == clinic_id)
    return render_template(
        "clinic/member.html",
        clinic_id=clinic_id,
        person=_member(found, zone),
        form=form,
        problems=problems,
        active="staff",
        has_errors=bool(problems or form.errors),
    )


def _show_typed(clinic_id: UUID, user_id: UUID) -> ResponseReturnValue:
    return _show_member(clinic_id, _get(clinic_id, user_id), RoleForm(), (STALE_PAGE,))


@blueprint.post(MEMBER)
@open_to(Audience.STAFF)
@redisplayed_by(_show_typed)
def give_role(clinic_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Let somebody do something else from now on."""
    found, form = _get(clinic_id, user_id), RoleForm()
    if not form.validate():
        return _show_member(clinic_id, found, form)
    try:
        change_role(
            current_record(),
            by=current_viewer(),
            clinic_id=clinic_id,
            user_id=user_id,
            role=StaffRole(form.role.data),
        )
    except LastAdminError:
        return _show_member(clinic_id, found, form, (LAST_ADMIN,))
    return _back_to_list(clinic_id, "changed", found)


@blueprint.post(f"{MEMBER}/end")
@open_to(Audience.STAFF)
def end(clinic_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """End somebody's work at the clinic."""
    found = _get(clinic_id, user_id)
    try:
        end_membership(current_record(), by=current_viewer(), clinic_id=clinic_id, user_id=user_id)
    except LastAdminError:
        form = RoleForm(formdata=None, role=found.role.value)
        return _show_member(clinic_id, found, form, (LAST_ADMIN,))
    return _back_to_list(clinic_id, "ended", found)


def _back_to_list(clinic_id: UUID, done: str, about: Member) -> ResponseReturnValue:
    if about.is_reader:
        # They may not see the list any more.
        return redirect("/more", 303)
    return redirect(f"/clinic/staff?clinic={clinic_id}&done={done}", 303)
