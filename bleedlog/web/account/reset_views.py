"""A forgotten password: a link by mail, and a new one.

The answer to "forgotten" is the same in words and time whoever asks; what only a known address
causes is done afterwards.
"""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.services.account_codes import (
    CodeOver,
    PasswordReset,
    admit_asking,
    ask_for_reset,
    reset_password,
)
from bleedlog.services.accounts import PasswordRefused
from bleedlog.services.record import Record
from bleedlog.web.account.browser_session import browser_session
from bleedlog.web.account.code_forms import CODE_OVER, ForgottenForm, ResetForm
from bleedlog.web.account.device_cookie import current_place
from bleedlog.web.account.flask_login_adapter import leave
from bleedlog.web.account.waiting import retry_after, too_many_tries
from bleedlog.web.afterwards import do_afterwards
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_record, current_settings, find_user
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.post import Post, current_post
from bleedlog.web.request_log import note_outcome

blueprint = Blueprint("reset", __name__)


@blueprint.get("/forgotten")
@open_to(Audience.ANYONE)
def ask() -> ResponseReturnValue:
    """The form; where no mail is sent, who can help instead."""
    find_user()  # for the frame
    return _show_forgotten(ForgottenForm(formdata=None), asked="asked" in request.args)


def ask_again() -> ResponseReturnValue:
    """The form when its token is worth nothing any more."""
    return _show_forgotten(ForgottenForm(), problems=(STALE_PAGE,))


@blueprint.post("/forgotten")
@open_to(Audience.ANYONE)
@redisplayed_by(ask_again)
def send_link() -> ResponseReturnValue:
    """Send a link to whoever signs in with that address, if anybody does."""
    form = ForgottenForm()
    post = current_post()
    if not post.is_open or not form.validate():
        return _show_forgotten(form)
    record, email = current_record(), form.email.data or ""
    wait = admit_asking(
        record, email=email, place=current_place(), secret_key=current_settings().secret_key
    )
    if wait is not None:
        note_outcome("throttled")
        page = _show_forgotten(form, problems=(too_many_tries(wait),))
        return page, 429, retry_after(wait)
    do_afterwards(lambda: _send_reset(record, post, email))
    return redirect("/forgotten?asked", 303)


def _send_reset(record: Record, post: Post, email: str) -> None:
    made = ask_for_reset(record, email=email)
    if made is not None:
        post.send_new_code("reset", made, path="/reset")


def _show_forgotten(
    form: ForgottenForm, *, problems: tuple[str, ...] = (), asked: bool = False
) -> str:
    return render_template(
        "account/forgotten.html",
        form=form,
        problems=problems,
        asked=asked,
        sends_mail=current_post().is_open,
        has_errors=bool(problems or form.errors),
    )


@blueprint.get("/reset")
@open_to(Audience.ANYONE)
def choose() -> ResponseReturnValue:
    """The form for a new password; the code is put in by a script or by hand."""
    find_user()  # for the frame
    return _show_reset(ResetForm(formdata=None))


def choose_again() -> ResponseReturnValue:
    """The form when its token is worth nothing any more; the code is still there."""
    return _show_reset(ResetForm(), problems=(STALE_PAGE,))


@blueprint.post("/reset")
@open_to(Audience.ANYONE)
@redisplayed_by(choose_again)
def take() -> ResponseReturnValue:
    """Set the new password; every device is signed out, this one too."""
    form = ResetForm()
    if not form.validate():
        return _show_reset(form)
    outcome = reset_password(current_record(), code=form.code.data or "", new=form.new.data or "")
    match outcome:
        case PasswordReset(email, name, ended_others):
            post = current_post()
            do_afterwards(lambda: post.send("password_changed", to=email, name=name))
            if browser_session().key is not None:
                leave()
            return redirect(f"/sign-in?done={'reset-all' if ended_others else 'reset'}", 303)
        case PasswordRefused(faults):
            form.new.errors = faults
            return _show_reset(form)
        case CodeOver():
            note_outcome("refused")
            form.code.errors = [CODE_OVER]
            return _show_reset(form)


def _show_reset(form: ResetForm, *, problems: tuple[str, ...] = ()) -> str:
    return render_template(
        "account/reset.html",
        form=form,
        problems=problems,
        has_errors=bool(problems or form.errors),
    )
