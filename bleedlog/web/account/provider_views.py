"""Signing in at an OpenID Connect provider: on the way there, and back.

The way there is a link, not a form: browsers hold a form's answer to this site, even when it leads
on. What comes back stands in the address, so every answer leads on to another one at once.
"""

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from bleedlog.outbound.openid import OpenIDProvider
from bleedlog.services.accounts import Refused
from bleedlog.services.providers import (
    CameBack,
    Connected,
    ProviderAway,
    TakenIdentity,
    Unconnected,
    begin_at_provider,
    come_back,
)
from bleedlog.web.account.browser_session import browser_session
from bleedlog.web.account.device_cookie import current_place
from bleedlog.web.account.onward import let_in
from bleedlog.web.account.paths import safe_path
from bleedlog.web.account.telling_owner import tell_owner
from bleedlog.web.account.ways_in import find_provider
from bleedlog.web.current import current_record, find_user
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.request_log import note_outcome

blueprint = Blueprint("provider", __name__)

CONNECTED = "Your account was connected with another sign-in, which opens it from now on."
OWN = "/more/provider"


@blueprint.get("/sign-in/provider")
@open_to(Audience.ANYONE)
def go() -> ResponseReturnValue:
    """Send the browser there."""
    # The browser's cookie must come back with it; one that has none yet gets one.
    generate_csrf()
    address = begin_at_provider(
        current_record(),
        provider=current_provider(),
        browser=browser_session().secret,
        onward=safe_path(request.args.get("next")) or "",
        keep=request.args.get("keep") == "y",
    )
    if isinstance(address, ProviderAway):
        return _nobody_came("away")
    return redirect(address, 303)


@blueprint.get("/sign-in/provider/back")
@open_to(Audience.ANYONE)
def back() -> ResponseReturnValue:
    """Take what the browser brought back."""
    outcome = come_back(
        current_record(),
        provider=current_provider(),
        browser=browser_session().secret,
        key=browser_session().key,
        state=request.args.get("state", ""),
        code=request.args.get("code", ""),
        place=current_place(),
    )
    match outcome:
        case CameBack(signed_in, onward):
            return let_in(signed_in, onward=safe_path(onward), typed="")
        case Connected():
            user = find_user()
            if user is not None:
                tell_owner(user.account.email, user.account.name, CONNECTED)
            return redirect(f"{OWN}?done=connected", 303)
        case TakenIdentity():
            return _nobody_came("taken")
        case Unconnected():
            return _nobody_came("unknown")
        case ProviderAway():
            return _nobody_came("away")
        case Refused():
            return _nobody_came("refused")


def _nobody_came(why: str) -> ResponseReturnValue:
    # Said on the page from which they went.
    note_outcome(f"provider: {why}")
    page = f"{OWN}?done={why}" if find_user() else f"/sign-in?done=provider-{why}"
    return redirect(page, 303)


def current_provider() -> OpenIDProvider:
    """The provider of this installation; without one there is no such page."""
    provider = find_provider()
    return abort(404) if provider is None else provider
