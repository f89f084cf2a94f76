"""What every page's layout needs: who is signed in, whether this is the demo, where files are."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g

from bleedlog.config import Settings
from bleedlog.models.account import Account
from bleedlog.web.account.signed_in import SignedInUser


@dataclass(frozen=True, slots=True)
class LayoutViewer:
    """Whoever looks at the page, as its frame shows them."""

    name: str
    is_staff: bool
    clinic_name: str


def layout_viewer(account: Account) -> LayoutViewer:
    """The frame's view of an account."""
    names = [clinic.name for clinic in account.clinics]
    clinic_name = names[0] if len(names) == 1 else f"{len(names)} clinics" if names else ""
    return LayoutViewer(account.name, account.is_staff, clinic_name)


def init_layout(app: Flask, settings: Settings) -> None:
    """Give every template its frame."""
    app.jinja_env.globals["demo"] = settings.demo

    @app.context_processor
    def frame() -> dict[str, Any]:
        # Only who was loaded already: an error page must not ask the record that failed.
        user = g.get("_login_user")
        viewer = layout_viewer(user.account) if isinstance(user, SignedInUser) else None
        return {"viewer": viewer}
