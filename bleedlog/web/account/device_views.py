"""The devices on which somebody is signed in, and ending them."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.moment import local_today, zone_of
from bleedlog.services.devices import Device, end_device, end_other_devices, list_devices
from bleedlog.services.new_accounts import SIGN_UP
from bleedlog.services.second_factors import APP, RECOVERY
from bleedlog.web.account.browser_session import current_key
from bleedlog.web.current import current_account, current_record
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import clock_words, long_date

blueprint = Blueprint("devices", __name__)

HOW = {
    "password": "a password",
    APP: "a password and a code",
    RECOVERY: "a password and a recovery code",
    "passkey": "a passkey",
    "provider": "your organisation’s sign-in",
    SIGN_UP: "a new account",
}
"""How somebody signed in."""


@blueprint.get("/more/devices")
@open_to(Audience.SIGNED_IN)
def show() -> ResponseReturnValue:
    """The list, this device first."""
    account = current_account()
    devices = list_devices(current_record(), account=account, key=current_key())
    return render_template(
        "account/devices.html",
        devices=[_words(device, account.zone) for device in devices],
        done=request.args.get("done"),
    )


def _words(device: Device, zone: str) -> dict[str, object]:
    return {
        "id": device.id,
        "is_this": device.is_this,
        "name": device.words or "Unknown device",
        "since": _when(device.since, zone),
        "seen": _when(device.seen_at, zone),
        "how": HOW.get(device.signed_in_by, device.signed_in_by),
        "kept": device.kept,
    }


def _when(at: datetime, zone: str) -> str:
    local = at.astimezone(zone_of(zone))
    days_ago = (local_today(zone) - local.date()).days
    if days_ago == 0:
        return f"today, {clock_words(local.time())}"
    return "yesterday" if days_ago == 1 else f"on {long_date(local.date())}"


@blueprint.post("/more/devices/<uuid:device_id>/end")
@open_to(Audience.SIGNED_IN)
def end(device_id: UUID) -> ResponseReturnValue:
    """Sign out there, for every copy of its cookie."""
    if not end_device(current_record(), user_id=current_account().user_id, device_id=device_id):
        abort(404)
    return redirect("/more/devices?done=one", 303)


@blueprint.post("/more/devices/end-others")
@open_to(Audience.SIGNED_IN)
def end_others() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    end_other_devices(current_record(), key=current_key())
    return redirect("/more/devices?done=others", 303)
