"""The second factor at signing in: asked for, or set up by whoever has none yet."""

from flask import Blueprint, abort, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.services.accounts import Refused, SignedIn, Throttled
from bleedlog.services.factor_setup import FactorTaken, StaleOffer, WrongCode, take_app
from bleedlog.services.recovery_codes import read_codes
from bleedlog.services.second_factors import FactorOwed, show_factor
from bleedlog.web.account.asking import typed_for
from bleedlog.web.account.browser_session import current_key
from bleedlog.web.account.device_cookie import current_place, set_device
from bleedlog.web.account.factor_asking import show_code, show_second_factor, show_set_up
from bleedlog.web.account.factor_forms import CodeForm, SetUpForm
from bleedlog.web.account.flask_login_adapter import enter
from bleedlog.web.account.onward import let_in
from bleedlog.web.account.paths import safe_path
from bleedlog.web.account.telling_owner import tell_owner
from bleedlog.web.account.waiting import retry_after, too_many_tries
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import (
    current_account,
    current_record,
    current_settings,
    current_signed_in,
    home_path,
    owes_second_factor,
)
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.request_log import note_outcome

blueprint = Blueprint("second_factor", __name__)

WRONG_CODE = "That code is not right. Codes work once, and only for a short time."
WRONG_FIRST_CODE = "That code is not right. Enter the one that the app shows now."
TURNED_ON = "An app that makes codes was set up for your account. Signing in asks for them now."
STALE_OFFER = "This page was open for too long. Scan the new picture, then enter the new code."


@blueprint.get("/second-factor")
@open_to(Audience.ONE_FACTOR)
def ask() -> ResponseReturnValue:
    """Ask for a code, or help to set up what makes them."""
    onward = safe_path(request.args.get("next"))
    if not owes_second_factor(current_signed_in()):
        return redirect(onward or home_path(current_account()), 303)
    return show_second_factor(onward=onward)


def ask_again() -> ResponseReturnValue:
    """The page when its token is worth nothing any more."""
    return show_code(CodeForm(), problems=(STALE_PAGE,))


@blueprint.post("/second-factor")
@open_to(Audience.ONE_FACTOR)
@redisplayed_by(ask_again)
def take() -> ResponseReturnValue:
    """Take a code."""
    form = CodeForm()
    if not form.validate():
        return show_code(form)
    if not form.given:
        form.code.errors = ["Enter a code."]
        return show_code(form)
    outcome = show_factor(
        current_record(),
        key=current_key(),
        code=form.given,
        place=current_place(),
        secret_key=current_settings().secret_key,
    )
    match outcome:
        case SignedIn():
            return let_in(outcome, onward=safe_path(form.next.data), typed=form.typed.data or "")
        case Throttled(wait):
            note_outcome("throttled")
            return show_code(form, problems=(too_many_tries(wait),)), 429, retry_after(wait)
        case Refused():
            note_outcome("refused")
            field = form.recovery if form.recovery.data else form.code
            field.errors = [WRONG_CODE]
            return show_code(form)


@blueprint.get("/second-factor/set-up")
@open_to(Audience.SIGNED_IN)
def offer() -> ResponseReturnValue:
    """Help to set an app up, the first or another one, to somebody who owes none."""
    return show_set_up(SetUpForm(formdata=None, next="/more/second-factor"))


def offer_again() -> ResponseReturnValue:
    """The page with the same secret when its token is worth nothing any more."""
    return show_set_up(SetUpForm(), problems=(STALE_PAGE,))


@blueprint.post("/second-factor/set-up")
@open_to(Audience.ONE_FACTOR)
@redisplayed_by(offer_again)
def set_up() -> ResponseReturnValue:
    """Take the first code of a new app, and show the recovery codes."""
    form = SetUpForm()
    if not form.validate():
        return show_set_up(form)
    outcome = take_app(
        current_record(),
        key=current_key(),
        sealed=form.sealed.data or "",
        code=form.code.data or "",
        password=form.password.data or "",
        place=current_place(),
        secret_key=current_settings().secret_key,
    )
    match outcome:
        case FactorTaken():
            return _show_codes(form, outcome)
        case FactorOwed():
            return redirect("/second-factor", 303)
        case Throttled(wait):
            note_outcome("throttled")
            return show_set_up(form, problems=(too_many_tries(wait),)), 429, retry_after(wait)
        case StaleOffer():
            form.form_errors = [STALE_OFFER]
        case WrongCode():
            form.code.errors = [WRONG_FIRST_CODE]
        case Refused():
            note_outcome("refused")
            form.password.errors = ["That is not your password."]
    return show_set_up(form)


def _show_codes(form: SetUpForm, taken: FactorTaken) -> ResponseReturnValue:
    signed_in = taken.signed_in
    enter(signed_in)
    page = render_template(
        "account/recovery_codes.html",
        recovery=taken.recovery,
        path=safe_path(form.next.data) or home_path(signed_in.account),
        typed=typed_for(signed_in.account, form.typed.data or ""),
        is_new_app=True,
    )
    tell_owner(signed_in.account.email, signed_in.account.name, TURNED_ON)
    return set_device(page, signed_in.device)


@blueprint.post("/second-factor/codes")
@open_to(Audience.SIGNED_IN)
def save_codes() -> ResponseReturnValue:
    """The recovery codes that the page shows, as a file."""
    codes = read_codes(
        request.form.get("sealed", ""),
        user_id=current_account().user_id,
        secret_key=current_settings().secret_key,
    )
    if codes is None:
        abort(400)
    text = render_template(
        "account/recovery_codes.txt",
        codes=codes,
        address=current_settings().base_url,
        email=current_account().email,
    )
    answer = make_response(text)
    answer.content_type = "text/plain; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="bleedlog-recovery-codes.txt"'
    return answer
