"""The second factor on the account's own pages: what is on, new recovery codes, turning it off."""

from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.services.accounts import Refused, Throttled
from bleedlog.services.factor_setup import WrongCode, remove_factor
from bleedlog.services.proof import Proven, is_fresh
from bleedlog.services.recovery_codes import NewCodes, remake_codes
from bleedlog.services.second_factors import factor_status
from bleedlog.web.account.browser_session import current_key
from bleedlog.web.account.device_cookie import current_place
from bleedlog.web.account.factor_forms import AgainForm, TurnOffForm
from bleedlog.web.account.second_factor_views import WRONG_CODE
from bleedlog.web.account.telling_owner import tell_owner
from bleedlog.web.account.waiting import retry_after, too_many_tries
from bleedlog.web.current import (
    current_account,
    current_record,
    current_settings,
    current_signed_in,
)
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.request_log import note_outcome
from bleedlog.web.words import on_day

blueprint = Blueprint("factor_settings", __name__)

WRONG_PASSWORD = "That is not your password."  # noqa: S105 - a sentence
FEW_CODES = 3
TURNED_OFF = "Codes from an app were turned off for your account. A password is enough again."


@blueprint.get("/more/second-factor")
@open_to(Audience.SIGNED_IN)
def show() -> ResponseReturnValue:
    """What is on, and what can be done about it."""
    account = current_account()
    status = factor_status(current_record(), user_id=account.user_id)
    since = status.app_since
    return render_template(
        "account/factor_settings.html",
        since=on_day(since, account.zone) if since else None,
        codes_left=status.codes_left,
        few_codes=status.codes_left < FEW_CODES,
        is_staff=account.is_staff,
        done=request.args.get("done"),
    )


@blueprint.get("/more/second-factor/codes")
@open_to(Audience.SIGNED_IN)
def ask_for_codes() -> ResponseReturnValue:
    """Before new recovery codes: is it them?"""
    return _show_codes_form(AgainForm(formdata=None))


@blueprint.post("/more/second-factor/codes")
@open_to(Audience.SIGNED_IN)
def make_codes() -> ResponseReturnValue:
    """New recovery codes in place of the old ones."""
    form = AgainForm()
    if not form.validate():
        return _show_codes_form(form)
    outcome = remake_codes(
        current_record(),
        key=current_key(),
        password=form.password.data or "",
        place=current_place(),
        secret_key=current_settings().secret_key,
    )
    match outcome:
        case NewCodes():
            return render_template(
                "account/recovery_codes.html", recovery=outcome, path="/more/second-factor"
            )
        case Throttled(wait):
            note_outcome("throttled")
            form.password.errors = [too_many_tries(wait)]
            return _show_codes_form(form), 429, retry_after(wait)
        case Refused():
            note_outcome("refused")
            form.password.errors = [WRONG_PASSWORD]
            return _show_codes_form(form)


def _show_codes_form(form: AgainForm) -> str:
    user = current_signed_in()
    return render_template(
        "account/new_codes.html",
        form=form,
        asks_password=not is_fresh(user.since, datetime.now(UTC)),
        email=user.account.email,
        has_errors=bool(form.errors),
    )


@blueprint.get("/more/second-factor/off")
@open_to(Audience.SIGNED_IN)
def ask_to_turn_off() -> ResponseReturnValue:
    """Before it is turned off: is it them, with the app?"""
    if not _may_turn_off():
        return redirect("/more/second-factor", 303)
    return _show_off(TurnOffForm(formdata=None))


@blueprint.post("/more/second-factor/off")
@open_to(Audience.SIGNED_IN)
def turn_off() -> ResponseReturnValue:
    """Ask for the password alone from now on."""
    if not _may_turn_off():
        return redirect("/more/second-factor", 303)
    form = TurnOffForm()
    if not form.validate():
        return _show_off(form)
    account = current_account()
    outcome = remove_factor(
        current_record(),
        account=account,
        password=form.password.data or "",
        code=form.code.data or "",
        place=current_place(),
        secret_key=current_settings().secret_key,
    )
    match outcome:
        case Proven():
            tell_owner(account.email, account.name, TURNED_OFF)
            return redirect("/more/second-factor?done=off", 303)
        case Throttled(wait):
            note_outcome("throttled")
            form.password.errors = [too_many_tries(wait)]
            return _show_off(form), 429, retry_after(wait)
        case WrongCode():
            form.code.errors = [WRONG_CODE]
        case Refused():
            form.password.errors = [WRONG_PASSWORD]
    note_outcome("refused")
    return _show_off(form)


def _may_turn_off() -> bool:
    # Staff may not be without.
    account = current_account()
    return account.has_code_app and not account.is_staff


def _show_off(form: TurnOffForm) -> str:
    return render_template(
        "account/factor_off.html",
        form=form,
        email=current_account().email,
        has_errors=bool(form.errors),
    )
