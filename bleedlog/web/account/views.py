"""Sign in, sign out, the account's own page."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.services.accounts import Refused, SignedIn, Throttled, sign_in
from bleedlog.services.own_account import get_own_account
from bleedlog.services.sessions import sign_out
from bleedlog.web.account.asking import show_sign_in
from bleedlog.web.account.browser_session import browser_session
from bleedlog.web.account.device_cookie import current_place
from bleedlog.web.account.flask_login_adapter import leave
from bleedlog.web.account.forms import SignInForm
from bleedlog.web.account.onward import let_in
from bleedlog.web.account.paths import safe_path
from bleedlog.web.account.waiting import retry_after, too_many_tries
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import (
    current_account,
    current_record,
    current_settings,
    current_viewer,
    find_user,
    home_path,
)
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.post import current_post
from bleedlog.web.request_log import note_outcome

blueprint = Blueprint("account", __name__)

NO_COOKIE = "Your browser sent no cookie. Allow cookies for this site, then sign in."


@blueprint.get("/sign-in")
@open_to(Audience.ANYONE)
def ask() -> ResponseReturnValue:
    """The sign-in page; somebody who is in already goes on."""
    user = find_user()
    onward = safe_path(request.args.get("next"))
    if user is not None:
        return redirect(onward or home_path(user.account), 303)
    form = SignInForm(formdata=None, next=onward or "", keep=True)
    return show_sign_in(form, done=request.args.get("done"))


def show_again() -> ResponseReturnValue:
    """The sign-in page when its token is worth nothing: open for long, or no cookie came back."""
    problem = NO_COOKIE if browser_session().is_new else STALE_PAGE
    return show_sign_in(SignInForm(), problems=(problem,))


@blueprint.post("/sign-in")
@open_to(Audience.ANYONE)
@redisplayed_by(show_again)
def enter_account() -> ResponseReturnValue:
    """Check email and password."""
    form = SignInForm()
    if not form.validate():
        return show_sign_in(form)
    outcome = sign_in(
        current_record(),
        email=form.email.data or "",
        password=form.password.data or "",
        keep=bool(form.keep.data),
        place=current_place(),
        secret_key=current_settings().secret_key,
        replaces=browser_session().key,
    )
    match outcome:
        case SignedIn():
            return let_in(outcome, onward=safe_path(form.next.data), typed=form.typed.data or "")
        case Throttled(wait):
            note_outcome("throttled")
            page = show_sign_in(form, problems=(too_many_tries(wait),))
            return page, 429, retry_after(wait)
        case Refused():
            note_outcome("refused")
            words = "That email address and password do not belong together."
            return show_sign_in(form, problems=(words,))


@blueprint.post("/sign-out")
@open_to(Audience.ANYONE)
def leave_account() -> ResponseReturnValue:
    """End the session, for every copy of its cookie."""
    key = browser_session().key
    if key is not None:
        sign_out(current_record(), key=key)
    leave()
    return redirect("/sign-in", 303)


@blueprint.get("/more")
@open_to(Audience.SIGNED_IN)
def more() -> ResponseReturnValue:
    """The account's own page."""
    return render_template(
        "account/more.html",
        account=current_account(),
        own=get_own_account(current_record(), by=current_viewer()),
        sends_mail=current_post().is_open,
        done=request.args.get("done"),
        active="more",
    )
