"""Connecting one's own account with a provider, and disconnecting it."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.services.accounts import Refused, Throttled
from bleedlog.services.proof import Proven, is_fresh
from bleedlog.services.providers import (
    ProviderAway,
    begin_connecting,
    connected_since,
    disconnect,
)
from bleedlog.web.account.browser_session import current_key
from bleedlog.web.account.device_cookie import current_place
from bleedlog.web.account.factor_forms import AgainForm
from bleedlog.web.account.provider_views import OWN, current_provider
from bleedlog.web.account.telling_owner import tell_owner
from bleedlog.web.account.waiting import retry_after, too_many_tries
from bleedlog.web.current import current_record, current_settings, current_signed_in
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.request_log import note_outcome
from bleedlog.web.words import on_day

blueprint = Blueprint("own_provider", __name__)

DISCONNECTED = "Your account was disconnected from another sign-in, which opens it no more."
WRONG_PASSWORD = "That is not your password."  # noqa: S105 - a sentence


@blueprint.get(OWN)
@open_to(Audience.SIGNED_IN)
def show() -> ResponseReturnValue:
    """Whether it is connected, and what can be done about it."""
    return _show(AgainForm(formdata=None))


def _show(form: AgainForm, problems: tuple[str, ...] = ()) -> str:
    user, provider = current_signed_in(), current_provider()
    since = connected_since(
        current_record(), user_id=user.account.user_id, issuer=provider.settings.issuer
    )
    return render_template(
        "account/provider.html",
        form=form,
        problems=problems,
        provider=provider.settings.name,
        since=on_day(since, user.account.zone) if since else None,
        asks_password=not is_fresh(user.since, datetime.now(UTC)),
        email=user.account.email,
        done=request.args.get("done"),
        has_errors=bool(problems or form.errors),
    )


@blueprint.post(OWN)
@open_to(Audience.SIGNED_IN)
def connect() -> ResponseReturnValue:
    """Show the link that leads to the provider."""
    form = AgainForm()
    if not form.validate():
        return _show(form)
    outcome = begin_connecting(
        current_record(),
        provider=current_provider(),
        key=current_key(),
        password=form.password.data or "",
        place=current_place(),
        secret_key=current_settings().secret_key,
    )
    match outcome:
        case str():
            name = current_provider().settings.name
            return render_template("account/provider_go.html", address=outcome, provider=name)
        case ProviderAway():
            note_outcome("provider away")
            name = current_provider().settings.name
            return _show(form, (f"We cannot reach {name} now. Try again later.",))
        case Throttled(wait):
            return _throttled(form, wait)
        case Refused():
            return _refused(form)


@blueprint.post(f"{OWN}/off")
@open_to(Audience.SIGNED_IN)
def take_away() -> ResponseReturnValue:
    """Disconnect it."""
    form = AgainForm()
    if not form.validate():
        return _show(form)
    outcome = disconnect(
        current_record(),
        key=current_key(),
        issuer=current_provider().settings.issuer,
        password=form.password.data or "",
        place=current_place(),
        secret_key=current_settings().secret_key,
    )
    match outcome:
        case Proven():
            account = current_signed_in().account
            tell_owner(account.email, account.name, DISCONNECTED)
            return redirect(f"{OWN}?done=off", 303)
        case Throttled(wait):
            return _throttled(form, wait)
        case Refused():
            return _refused(form)


def _throttled(form: AgainForm, wait: timedelta) -> ResponseReturnValue:
    note_outcome("throttled")
    form.password.errors = [too_many_tries(wait)]
    return _show(form), 429, retry_after(wait)


def _refused(form: AgainForm) -> str:
    note_outcome("refused")
    form.password.errors = [WRONG_PASSWORD]
    return _show(form)
