"""A new password."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from bleedlog.services.accounts import (
    PasswordRefused,
    Refused,
    SignedIn,
    Throttled,
    change_password,
)
from bleedlog.web.account.device_cookie import current_place, set_device
from bleedlog.web.account.flask_login_adapter import enter
from bleedlog.web.account.forms import PasswordForm
from bleedlog.web.account.waiting import retry_after, too_many_tries
from bleedlog.web.afterwards import do_afterwards
from bleedlog.web.current import current_record, current_settings, current_signed_in
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.post import current_post
from bleedlog.web.request_log import note_outcome

blueprint = Blueprint("password", __name__)


@blueprint.get("/more/password")
@open_to(Audience.SIGNED_IN)
def ask() -> ResponseReturnValue:
    """The form."""
    return _show(PasswordForm(formdata=None))


@blueprint.post("/more/password")
@open_to(Audience.SIGNED_IN)
def take() -> ResponseReturnValue:
    """Take a new password; every other device is signed out."""
    form = PasswordForm()
    if not form.validate():
        return _show(form)
    outcome = change_password(
        current_record(),
        user_id=current_signed_in().account.user_id,
        old=form.old.data or "",
        new=form.new.data or "",
        keep=current_signed_in().kept,
        second_factor_at=current_signed_in().second_factor_at,
        place=current_place(),
        secret_key=current_settings().secret_key,
    )
    match outcome:
        case SignedIn():
            enter(outcome)
            post, account = current_post(), outcome.account
            do_afterwards(
                lambda: post.send("password_changed", to=account.email, name=account.name)
            )
            return set_device(redirect("/more?done=password", 303), outcome.device)
        case PasswordRefused(faults):
            form.new.errors = faults
            return _show(form)
        case Throttled(wait):
            note_outcome("throttled")
            form.old.errors = [too_many_tries(wait)]
            return _show(form), 429, retry_after(wait)
        case Refused():
            note_outcome("refused")
            form.old.errors = ["That is not the password you use now."]
            return _show(form)


def _show(form: PasswordForm) -> str:
    # What was typed is not put back: a password never travels in a page.
    return render_template(
        "account/password.html",
        form=form,
        email=current_signed_in().account.email,
        has_errors=bool(form.errors),
    )
