"""Inviting colleagues and patients: a link and a picture of it, shown once, to print or to send."""

from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.account import ClinicWork
from bleedlog.models.invitation import InvitedAs
from bleedlog.models.permissions import Permission
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.codes import in_groups
from bleedlog.services.invitations import (
    NewInvitation,
    invite,
    list_invitations_of_clinic,
)
from bleedlog.web.afterwards import do_afterwards
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.roles import WHAT_THEY_DO, clinic_for, clinics_for
from bleedlog.web.clinic.staff_forms import InviteForm, InviteStaffForm
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_account, current_record, current_viewer
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.post import current_post
from bleedlog.web.qr import qr_picture
from bleedlog.web.words import on_day

JOIN = "/join"


@blueprint.get("/clinic/staff/invite")
@open_to(Audience.STAFF)
def ask_staff() -> ResponseReturnValue:
    """The form for a colleague."""
    return _show_staff(InviteStaffForm(formdata=None))


def _show_staff(form: InviteStaffForm, problems: tuple[str, ...] = ()) -> str:
    return render_template(
        "clinic/invite_staff.html",
        form=form,
        problems=problems,
        clinic=clinic_for(Permission.MANAGE_STAFF),
        sends_mail=current_post().is_open,
        active="staff",
        has_errors=bool(problems or form.errors),
    )


def _show_staff_typed() -> ResponseReturnValue:
    return _show_staff(InviteStaffForm(), (STALE_PAGE,))


@blueprint.post("/clinic/staff/invite")
@open_to(Audience.STAFF)
@redisplayed_by(_show_staff_typed)
def invite_staff() -> ResponseReturnValue:
    """Invite a colleague and show the link, which is shown nowhere again."""
    clinic, form = clinic_for(Permission.MANAGE_STAFF), InviteStaffForm()
    if not form.validate():
        return _show_staff(form)
    role = StaffRole(form.role.data)
    email = form.email.data or None
    made = invite(
        current_record(),
        by=current_viewer(),
        invited_as=InvitedAs.STAFF,
        clinic_id=clinic.clinic_id,
        staff_role=role,
        name=form.name.data,
        email=email,
        # Who has it then reads that mail, and need not show it once more.
        only_mailed=email is not None and current_post().is_open,
    )
    return _show_link(clinic, form, made, role)


@blueprint.get("/clinic/invite")
@open_to(Audience.STAFF)
def ask_patient() -> ResponseReturnValue:
    """The form for a patient, and who has not come yet."""
    return _show_patient(InviteForm(formdata=None))


def _show_patient(form: InviteForm, problems: tuple[str, ...] = ()) -> str:
    clinic = clinic_for(Permission.INVITE_PATIENT)
    open_ones = list_invitations_of_clinic(
        current_record(), by=current_viewer(), clinic_id=clinic.clinic_id
    )
    return render_template(
        "clinic/invite_patient.html",
        form=form,
        problems=problems,
        clinic=clinic,
        others=[one for one in clinics_for(Permission.INVITE_PATIENT) if one != clinic],
        invited=[
            {
                "id": one.id,
                "name": one.name or one.email or "Somebody",
                "until": on_day(one.expires_at, clinic.zone),
            }
            for one in open_ones
            if one.invited_as is InvitedAs.PATIENT
        ],
        sends_mail=current_post().is_open,
        done=request.args.get("done"),
        active="invite",
        has_errors=bool(problems or form.errors),
    )


def _show_patient_typed() -> ResponseReturnValue:
    return _show_patient(InviteForm(), (STALE_PAGE,))


@blueprint.post("/clinic/invite")
@open_to(Audience.STAFF)
@redisplayed_by(_show_patient_typed)
def invite_patient() -> ResponseReturnValue:
    """Invite a patient and show the page that they take along."""
    clinic, form = clinic_for(Permission.INVITE_PATIENT), InviteForm()
    if not form.validate():
        return _show_patient(form)
    made = invite(
        current_record(),
        by=current_viewer(),
        invited_as=InvitedAs.PATIENT,
        clinic_id=clinic.clinic_id,
        name=form.name.data,
        email=form.email.data or None,
    )
    return _show_link(clinic, form, made)


def _show_link(
    clinic: ClinicWork, form: InviteForm, made: NewInvitation, role: StaffRole | None = None
) -> str:
    template, mail = (
        ("clinic/staff_invited.html", "invited_to_work")
        if role
        else ("clinic/patient_invited.html", "invited_to_begin")
    )
    post = current_post()
    link = post.link(JOIN, made.code)
    until = on_day(made.expires_at, clinic.zone)
    mailed_to = form.email.data if post.is_open else None
    if mailed_to:
        do_afterwards(
            partial(
                post.send_code,
                mail,
                to=mailed_to,
                path=JOIN,
                code=made.code,
                inviter=current_account().name,
                clinic=clinic.name,
                until=until,
            )
        )
    return render_template(
        template,
        clinic=clinic,
        person=form.name.data,
        does=WHAT_THEY_DO[role] if role else None,
        link=link,
        address=post.settings.base_url + JOIN,
        code=in_groups(made.code),
        picture=qr_picture(link, "The link, to scan with a phone"),
        until=until,
        mailed_to=mailed_to,
        active="staff" if role else "invite",
    )
