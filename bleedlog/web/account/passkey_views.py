"""Signing in by passkey, alone or after a password.

A browser asks for options (JSON), lets the device answer, and sends the answer as a form: what
follows is the same as after a password.
"""

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from bleedlog.services.accounts import SignedIn
from bleedlog.services.passkey_sign_in import (
    begin_passkey_sign_in,
    show_passkey,
    sign_in_by_passkey,
)
from bleedlog.services.relying_party import RelyingParty
from bleedlog.web.account.asking import show_sign_in
from bleedlog.web.account.browser_session import browser_session, current_key
from bleedlog.web.account.device_cookie import current_place
from bleedlog.web.account.factor_asking import show_code
from bleedlog.web.account.factor_forms import CodeForm
from bleedlog.web.account.forms import SignInForm
from bleedlog.web.account.onward import let_in
from bleedlog.web.account.passkey_forms import AnswerForm
from bleedlog.web.account.paths import safe_path
from bleedlog.web.account.ways_in import find_party
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_account, current_record
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.request_log import note_outcome

blueprint = Blueprint("passkey", __name__)

NO_PASSKEY = "That passkey did not work. Try again, or use another way."


@blueprint.post("/sign-in/passkey/options")
@open_to(Audience.ANYONE)
def ask() -> ResponseReturnValue:
    """What the browser has to ask its device."""
    options = begin_passkey_sign_in(
        current_record(), browser=browser_session().secret, party=current_party()
    )
    return Response(options, mimetype="application/json")


def show_stale() -> ResponseReturnValue:
    """The sign-in page when its token is worth nothing any more."""
    return _show_sign_in(AnswerForm(), STALE_PAGE)


@blueprint.post("/sign-in/passkey")
@open_to(Audience.ANYONE)
@redisplayed_by(show_stale)
def enter() -> ResponseReturnValue:
    """Sign in by the device's answer."""
    form = AnswerForm()
    if not form.validate():
        return _show_sign_in(form, NO_PASSKEY)
    outcome = sign_in_by_passkey(
        current_record(),
        browser=browser_session().secret,
        credential=form.credential.data or "",
        keep=bool(form.keep.data),
        place=current_place(),
        party=current_party(),
        replaces=browser_session().key,
    )
    if isinstance(outcome, SignedIn):
        return let_in(outcome, onward=safe_path(form.next.data), typed=form.typed.data or "")
    note_outcome("refused")
    return _show_sign_in(form, NO_PASSKEY)


def _show_sign_in(form: AnswerForm, problem: str) -> str:
    again = SignInForm(
        formdata=None,
        next=safe_path(form.next.data) or "",
        typed=form.typed.data,
        keep=bool(form.keep.data),
    )
    return show_sign_in(again, problems=(problem,))


@blueprint.post("/second-factor/passkey/options")
@open_to(Audience.ONE_FACTOR)
def ask_for_own() -> ResponseReturnValue:
    """The same after a password: one of that person's own."""
    options = begin_passkey_sign_in(
        current_record(),
        browser=browser_session().secret,
        party=current_party(),
        user_id=current_account().user_id,
    )
    return Response(options, mimetype="application/json")


def show_stale_factor() -> ResponseReturnValue:
    """The page that asks when its token is worth nothing any more."""
    return _show_code(AnswerForm(), STALE_PAGE)


@blueprint.post("/second-factor/passkey")
@open_to(Audience.ONE_FACTOR)
@redisplayed_by(show_stale_factor)
def show() -> ResponseReturnValue:
    """Take a passkey as the second factor."""
    form = AnswerForm()
    if not form.validate():
        return _show_code(form, NO_PASSKEY)
    outcome = show_passkey(
        current_record(),
        key=current_key(),
        credential=form.credential.data or "",
        place=current_place(),
        party=current_party(),
    )
    if isinstance(outcome, SignedIn):
        return let_in(outcome, onward=safe_path(form.next.data), typed=form.typed.data or "")
    note_outcome("refused")
    return _show_code(form, NO_PASSKEY)


def _show_code(form: AnswerForm, problem: str) -> str:
    again = CodeForm(formdata=None, next=safe_path(form.next.data) or "", typed=form.typed.data)
    return show_code(again, problems=(problem,))


def current_party() -> RelyingParty:
    """For whom passkeys are made here; where they cannot work, there is no such page."""
    party = find_party()
    return abort(404) if party is None else party
