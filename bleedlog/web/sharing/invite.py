"""Asking somebody to help with a diary: a link and a picture of it, shown once."""

from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue

from bleedlog.models.invitation import InvitedAs
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.codes import in_groups
from bleedlog.services.invitation_mail import may_mail_invitation
from bleedlog.services.invitations import NewInvitation, invite
from bleedlog.services.sharing import see_that_helpers_are_decided
from bleedlog.web.afterwards import do_afterwards
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import (
    current_account,
    current_record,
    current_settings,
    current_viewer,
)
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.post import current_post
from bleedlog.web.qr import qr_picture
from bleedlog.web.sharing.blueprint import blueprint
from bleedlog.web.sharing.forms import InviteForm
from bleedlog.web.sharing.people import frame
from bleedlog.web.sharing.words import MAY
from bleedlog.web.words import on_day

JOIN = "/join"


@blueprint.get("/sharing/invite")
@open_to(Audience.PATIENT)
def ask() -> ResponseReturnValue:
    """The form."""
    diary = current_diary()
    see_that_helpers_are_decided(current_record(), by=current_viewer(), patient_id=diary.patient_id)
    return _show(InviteForm(formdata=None, patient=str(diary.patient_id)), diary)


def _show(form: InviteForm, diary: OpenDiary, problems: tuple[str, ...] = ()) -> str:
    page = {**frame(diary), "sends_mail": current_post().is_open, "problems": problems}
    return render_template(
        "sharing/invite.html",
        form=form,
        page=page,
        back_href=f"/sharing{diary.query}",
        active="more",
        has_errors=bool(form.errors or problems),
    )


def _show_typed() -> ResponseReturnValue:
    return _show(InviteForm(), current_diary(), (STALE_PAGE,))


@blueprint.post("/sharing/invite")
@open_to(Audience.PATIENT)
@redisplayed_by(_show_typed)
def make() -> ResponseReturnValue:
    """Make an invitation and show its link, which is shown nowhere again."""
    diary, form = current_diary(), InviteForm()
    if not form.validate():
        return _show(form, diary)
    role = AccessRole(form.role.data)
    made = invite(
        current_record(),
        by=current_viewer(),
        invited_as=InvitedAs.CARER,
        patient_id=diary.patient_id,
        access_role=role,
        name=form.name.data,
        email=form.email.data or None,
    )
    return show_link(diary, made, name=form.name.data or "", email=form.email.data, may=MAY[role])


def show_link(
    diary: OpenDiary, made: NewInvitation, *, name: str, email: str | None, may: str
) -> str:
    """The link of a new invitation, for whom it is, what they may do by it; mailed if wanted."""
    post = current_post()
    link = post.link(JOIN, made.code)
    page = {
        **frame(diary),
        "person": name,
        "may": may,
        "link": link,
        "code": in_groups(made.code),
        "address": post.settings.base_url + JOIN,
        "picture": qr_picture(link, f"The link for {name}, to scan with a phone"),
        "until": on_day(made.expires_at, diary.zone),
        "mailed_to": None,
        "not_mailed": False,
    }
    if email and post.is_open:
        is_sent = may_mail_invitation(
            current_record(), by=current_viewer(), secret_key=current_settings().secret_key
        )
        page |= {"mailed_to": email if is_sent else None, "not_mailed": not is_sent}
    if page["mailed_to"]:
        do_afterwards(
            partial(
                post.send_code,
                "invited_to_diary",
                to=str(email),
                path=JOIN,
                code=made.code,
                inviter=current_account().name,
                until=page["until"],
            )
        )
    return render_template(
        "sharing/invited.html", page=page, back_href=f"/sharing{diary.query}", active="more"
    )
