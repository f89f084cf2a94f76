"""What every page's layout needs: who is signed in, whether this is the demo, where files are."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g

from bleedlog.config import Settings
from bleedlog.models.account import Account
from bleedlog.models.permissions import Permission
from bleedlog.web.account.signed_in import SignedInUser


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
        viewer = layout_viewer(user.account) if isinstance(user, SignedInUser) else None
        return {"viewer": viewer}
