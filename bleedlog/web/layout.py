"""What every page's layout needs: who is signed in, whether this is the demo, where files are."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request

from bleedlog.config import Settings
from bleedlog.models.account import Account
from bleedlog.models.permissions import Permission
from bleedlog.web.account.signed_in import SignedInUser
from bleedlog.web.current import owes_second_factor


@dataclass(frozen=True, slots=True)
class DeskLink:
    """A link in the header of the clinic's pages."""

    name: str
    """By which a page says that it is the one."""
    label: str
    href: str


DESK = (
    (Permission.SEE_WORKLIST, DeskLink("patients", "Patients", "/clinic")),
    (Permission.INVITE_PATIENT, DeskLink("invite", "Invite a patient", "/clinic/invite")),
    (Permission.BREAK_GLASS, DeskLink("emergency", "Emergency", "/clinic/emergency")),
    (Permission.MANAGE_STAFF, DeskLink("staff", "Staff", "/clinic/staff")),
    (Permission.SEE_CLINIC_LOOKS, DeskLink("looks", "Who looked", "/clinic/looks")),
)
"""What one must be allowed to at a clinic, to see which link."""


@dataclass(frozen=True, slots=True)
class LayoutViewer:
    """Whoever looks at the page, as its frame shows them."""

    name: str
    is_staff: bool
    clinic_name: str
    desk: tuple[DeskLink, ...] = ()
    """The pages of the clinic that they may open."""


def layout_viewer(account: Account) -> LayoutViewer:
    """The frame's view of an account."""
    names = [clinic.name for clinic in account.clinics]
    clinic_name = names[0] if len(names) == 1 else f"{len(names)} clinics" if names else ""
    links = tuple(link for permission, link in DESK if account.may_at_work(permission))
    return LayoutViewer(account.name, account.is_staff, clinic_name, links)


def init_layout(app: Flask, settings: Settings) -> None:
    """Give every template its frame."""
    app.jinja_env.globals["demo"] = settings.demo

    @app.context_processor
    def frame() -> dict[str, Any]:
        # Only who was loaded already: an error page must not ask the record that failed.
        user = g.get("_login_user")
        if not isinstance(user, SignedInUser):
            return {"viewer": None, "phone": {}}
        account = user.account
        is_told = account.diaries or not account.is_staff
        told = phone_told(account) if is_told and not owes_second_factor(user) else {}
        return {"viewer": layout_viewer(user.account), "phone": told}


def phone_told(account: Account) -> dict[str, str]:
    """Whose page it is, for the scripts that keep a diary on the phone.

    Without a diary only who they are: what they logged in one that is closed to them now may still
    wait on their phone, and is counted and shown there.
    """
    told = {"data-user": str(account.user_id)}
    if not account.diaries:
        return told
    # Only a form that was read already: the page of one that is too large must not read it.
    sent = request.__dict__.get("form") or {}
    asked = sent.get("patient") or request.args.get("patient")
    own = [str(diary.patient_id) for diary in account.diaries]
    return {**told, "data-patient": asked if asked in own else own[0]}
