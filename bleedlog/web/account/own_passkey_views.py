"""The passkeys of one's own account: listed, added, named, taken away."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.services.accounts import Refused, Throttled
from bleedlog.services.passkeys import (
    LastFactor,
    NoPasskey,
    PasskeyAdded,
    ShownPasskey,
    begin_passkey,
    finish_passkey,
    passkeys_of,
    remove,
    rename,
)
from bleedlog.services.proof import Proven, is_fresh
from bleedlog.services.second_factors import FactorOwed
from bleedlog.web.account.browser_session import current_key
from bleedlog.web.account.device_cookie import current_place
from bleedlog.web.account.factor_asking import show_second_factor
from bleedlog.web.account.onward import let_in
from bleedlog.web.account.passkey_forms import AnswerForm, NameForm, RemoveForm
from bleedlog.web.account.passkey_views import current_party
from bleedlog.web.account.paths import safe_path
from bleedlog.web.account.telling_owner import tell_owner
from bleedlog.web.account.waiting import retry_after, too_many_tries
from bleedlog.web.current import (
    current_account,
    current_record,
    current_settings,
    current_signed_in,
    owes_second_factor,
)
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.request_log import note_outcome
from bleedlog.web.words import on_day

blueprint = Blueprint("own_passkeys", __name__)

LIST = "/more/passkeys"
ADDED = "A passkey was added to your account. It signs in without the password."
REMOVED = "A passkey was taken off your account. It signs in no more."
WRONG_PASSWORD = "That is not your password."  # noqa: S105 - a sentence
NOT_MADE = "No passkey was made. Reload the page, then try again."
LAST = "You need a second step to see patients, so the last one stays. Add another first."


@blueprint.get(LIST)
@open_to(Audience.SIGNED_IN)
def show() -> ResponseReturnValue:
    """The list."""
    return _show_list()


def _show_list(problem: str | None = None) -> str:
    account = current_account()
    user = current_signed_in()
    return render_template(
        "account/passkeys.html",
        passkeys=[_words(one, account.zone) for one in _own()],
        name=current_place().browser or "My device",
        asks_password=_asks_password(),
        email=account.email,
        account=user.account,
        done=request.args.get("done"),
        problems=(problem,) if problem else (),
        has_errors=problem is not None,
    )


def _words(passkey: ShownPasskey, zone: str) -> dict[str, str]:
    used = f"Last used on {on_day(passkey.used_at, zone)}." if passkey.used_at else "Not used yet."
    return {
        "id": str(passkey.id),
        "name": passkey.name,
        "about": f"Added on {on_day(passkey.created_at, zone)}. {used}",
    }


@blueprint.post(f"{LIST}/options")
@open_to(Audience.ONE_FACTOR)
def ask() -> ResponseReturnValue:
    """What the browser has to ask its device, so that it makes a passkey."""
    outcome = begin_passkey(
        current_record(),
        key=current_key(),
        password=request.form.get("password", ""),
        place=current_place(),
        party=current_party(),
        secret_key=current_settings().secret_key,
    )
    match outcome:
        case str():
            return Response(outcome, mimetype="application/json")
        case Throttled(wait):
            note_outcome("throttled")
            return jsonify(message=too_many_tries(wait)), 429, retry_after(wait)
        case FactorOwed() | Refused():
            note_outcome("refused")
            return jsonify(message=WRONG_PASSWORD), 403


@blueprint.post(LIST)
@open_to(Audience.ONE_FACTOR)
def add() -> ResponseReturnValue:
    """Take the passkey that the device made."""
    answer, name = AnswerForm(), NameForm()
    if not answer.validate() or not name.validate():
        return _not_made(answer)
    account = current_account()
    outcome = finish_passkey(
        current_record(),
        key=current_key(),
        credential=answer.credential.data or "",
        name=name.name.data or "",
        place=current_place(),
        party=current_party(),
    )
    if not isinstance(outcome, PasskeyAdded):
        note_outcome("refused")
        return _not_made(answer)
    tell_owner(account.email, account.name, ADDED)
    if outcome.signed_in is None:
        return redirect(f"{LIST}?done=added", 303)
    onward = safe_path(answer.next.data)
    return let_in(outcome.signed_in, onward=onward, typed=answer.typed.data or "")


def _not_made(answer: AnswerForm) -> str:
    if owes_second_factor(current_signed_in()):
        onward = safe_path(answer.next.data)
        return show_second_factor(onward=onward, typed=answer.typed.data or "", problem=NOT_MADE)
    return _show_list(NOT_MADE)


@blueprint.get(f"{LIST}/<uuid:passkey_id>")
@open_to(Audience.SIGNED_IN)
def show_one(passkey_id: UUID) -> ResponseReturnValue:
    """One of them, to name it or take it away."""
    passkey = _own_called(passkey_id)
    return _show_one(passkey, NameForm(formdata=None, name=passkey.name), RemoveForm(formdata=None))


def _show_one(passkey: ShownPasskey, name: NameForm, removal: RemoveForm) -> str:
    return render_template(
        "account/passkey.html",
        passkey=_words(passkey, current_account().zone),
        name=name,
        removal=removal,
        asks_password=_asks_password(),
        email=current_account().email,
        has_errors=bool(name.errors or removal.errors),
    )


@blueprint.post(f"{LIST}/<uuid:passkey_id>")
@open_to(Audience.SIGNED_IN)
def name_it(passkey_id: UUID) -> ResponseReturnValue:
    """Call it something else."""
    passkey, form = _own_called(passkey_id), NameForm()
    if not form.validate():
        return _show_one(passkey, form, RemoveForm(formdata=None))
    user_id = current_account().user_id
    if not rename(
        current_record(), user_id=user_id, passkey_id=passkey_id, name=form.name.data or ""
    ):
        abort(404)
    return redirect(f"{LIST}?done=named", 303)


@blueprint.post(f"{LIST}/<uuid:passkey_id>/remove")
@open_to(Audience.SIGNED_IN)
def take_away(passkey_id: UUID) -> ResponseReturnValue:
    """Take it away: it signs in no more."""
    passkey, form = _own_called(passkey_id), RemoveForm()
    account = current_account()
    outcome = remove(
        current_record(),
        key=current_key(),
        passkey_id=passkey_id,
        password=form.password.data or "",
        place=current_place(),
        secret_key=current_settings().secret_key,
    )
    name = NameForm(formdata=None, name=passkey.name)
    match outcome:
        case Proven():
            tell_owner(account.email, account.name, REMOVED)
            return redirect(f"{LIST}?done=removed", 303)
        case NoPasskey():
            return abort(404)
        case LastFactor():
            return _show_list(LAST)
        case Throttled(wait):
            note_outcome("throttled")
            form.password.errors = [too_many_tries(wait)]
            return _show_one(passkey, name, form), 429, retry_after(wait)
        case Refused():
            note_outcome("refused")
            form.password.errors = [WRONG_PASSWORD]
            return _show_one(passkey, name, form)


def _own() -> list[ShownPasskey]:
    return passkeys_of(current_record(), user_id=current_account().user_id)


def _own_called(passkey_id: UUID) -> ShownPasskey:
    found = next((one for one in _own() if one.id == passkey_id), None)
    return abort(404) if found is None else found


def _asks_password() -> bool:
    return not is_fresh(current_signed_in().since, datetime.now(UTC))
