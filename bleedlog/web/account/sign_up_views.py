"""A new account without an invitation, and finishing one that a mail began."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.services.account_codes import CodeOver, admit_asking
from bleedlog.services.accounts import PasswordRefused
from bleedlog.services.new_accounts import AccountBegun
from bleedlog.services.signing_up import OpenSignUp, finish_sign_up, get_sign_up, sign_up_at_once
from bleedlog.web.account.code_forms import CODE_OVER
from bleedlog.web.account.device_cookie import current_place
from bleedlog.web.account.join_forms import (
    AccountForm,
    AddressForm,
    FinishForm,
    WholeAccountForm,
    is_answered,
    kept_role,
)
from bleedlog.web.account.newcomers import FINISH, enter_new_account, send_sign_up
from bleedlog.web.account.offer import offer_of
from bleedlog.web.account.waiting import retry_after, too_many_tries
from bleedlog.web.afterwards import do_afterwards
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_record, current_settings, find_user, home_path
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.post import current_post
from bleedlog.web.request_log import note_outcome

blueprint = Blueprint("sign_up", __name__)


@blueprint.get("/sign-up")
@open_to(Audience.ANYONE)
def ask() -> ResponseReturnValue:
    """The form: an address where mail is sent, all of it where none is."""
    user = find_user()
    if user is not None:
        return redirect(home_path(user.account), 303)
    form = AddressForm(formdata=None) if current_post().is_open else WholeAccountForm(formdata=None)
    return _show(form, asked="asked" in request.args)


def ask_again() -> ResponseReturnValue:
    """The form when its token is worth nothing any more."""
    return _show(AddressForm() if current_post().is_open else WholeAccountForm(), (STALE_PAGE,))


@blueprint.post("/sign-up")
@open_to(Audience.ANYONE)
@redisplayed_by(ask_again)
def begin() -> ResponseReturnValue:
    """Begin an account. Whether the address has one already is not told, by words or by time."""
    form = AddressForm() if current_post().is_open else WholeAccountForm()
    if not form.validate():
        return _show(form)
    email = form.email.data or ""
    wait = admit_asking(
        current_record(),
        email=email,
        place=current_place(),
        secret_key=current_settings().secret_key,
    )
    if wait is not None:
        note_outcome("throttled")
        return _show(form, (too_many_tries(wait),)), 429, retry_after(wait)
    if isinstance(form, WholeAccountForm):
        return _begin_at_once(form, email)
    record, post = current_record(), current_post()
    do_afterwards(lambda: send_sign_up(record, post, email))
    return redirect("/sign-up?asked", 303)


def _begin_at_once(form: WholeAccountForm, email: str) -> ResponseReturnValue:
    outcome = sign_up_at_once(
        current_record(),
        email=email,
        name=form.name.data or "",
        password=form.password.data or "",
    )
    if isinstance(outcome, PasswordRefused):
        form.password.errors = outcome.faults
        return _show(form)
    return redirect("/sign-in?done=signed-up", 303)


def _show(
    form: AddressForm | WholeAccountForm, problems: tuple[str, ...] = (), *, asked: bool = False
) -> str:
    return render_template(
        "account/sign_up.html",
        form=form,
        problems=problems,
        asked=asked and current_post().is_open,
        has_errors=bool(problems or form.errors),
    )


@blueprint.get(FINISH)
@open_to(Audience.ANYONE)
def ask_code() -> ResponseReturnValue:
    """The form for the code of the mail; a script fills it from the link and sends it."""
    return _show_code(FinishForm(formdata=None))


def ask_code_again() -> ResponseReturnValue:
    """The form when its token is worth nothing any more; the code is still there."""
    return _show_code(FinishForm(), (STALE_PAGE,))


@blueprint.post(FINISH)
@open_to(Audience.ANYONE)
@redisplayed_by(ask_code_again)
def take_code() -> ResponseReturnValue:
    """Ask for a name and a password. Nothing is used up yet."""
    form = FinishForm()
    if not form.validate():
        return _show_code(form)
    code = form.code.data or ""
    found = get_sign_up(current_record(), code=code)
    if found is None:
        return _over(code)
    name = found.invitation.name if found.invitation else None
    return _show_account(found, AccountForm(formdata=None, code=code, name=name, keep=True))


def _show_code(form: FinishForm, problems: tuple[str, ...] = ()) -> str:
    return render_template(
        "account/sign_up_code.html",
        form=form,
        problems=problems,
        has_errors=bool(problems or form.errors),
    )


def _over(code: str) -> str:
    note_outcome("refused")
    form = FinishForm(formdata=None, code=code)
    form.code.errors = [CODE_OVER]
    return _show_code(form)


def _show_account(found: OpenSignUp, form: AccountForm, problems: tuple[str, ...] = ()) -> str:
    return render_template(
        "account/sign_up_account.html",
        form=form,
        problems=problems,
        email=found.email,
        offer=offer_of(found.invitation) if found.invitation else None,
        has_errors=bool(problems or form.errors),
    )


def finish_again() -> ResponseReturnValue:
    """The page when its token is worth nothing any more; the password is not put back."""
    form = AccountForm()
    found = get_sign_up(current_record(), code=form.code.data or "")
    return (
        _over(form.code.data or "") if found is None else _show_account(found, form, (STALE_PAGE,))
    )


@blueprint.post("/sign-up/account")
@open_to(Audience.ANYONE)
@redisplayed_by(finish_again)
def finish() -> ResponseReturnValue:
    """Begin the account, accept what it came by, and go on signed in."""
    form = AccountForm()
    code = form.code.data or ""
    found = get_sign_up(current_record(), code=code)
    if found is None:
        return _over(code)
    offered = found.invitation.invited_as if found.invitation else None
    if not form.validate() or not is_answered(offered, form.kept):
        return _show_account(found, form)
    outcome = finish_sign_up(
        current_record(),
        code=code,
        name=form.name.data or "",
        password=form.password.data or "",
        keep=bool(form.keep.data),
        place=current_place(),
        carers_may=kept_role(form.kept),
    )
    match outcome:
        case AccountBegun():
            return enter_new_account(outcome)
        case PasswordRefused(faults):
            form.password.errors = faults
            return _show_account(found, form)
        case CodeOver():
            return _over(code)
