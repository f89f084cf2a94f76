"""The address that somebody signs in with: confirmed, changed."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.services.account_codes import CodeOver, admit_asking
from bleedlog.services.accounts import Refused, Throttled, normal_email
from bleedlog.services.emails import (
    AddressConfirmed,
    ask_to_change,
    ask_to_confirm,
    confirm_address,
    get_address,
)
from bleedlog.services.proof import is_fresh, prove_again
from bleedlog.services.record import Record
from bleedlog.web.account.browser_session import current_key
from bleedlog.web.account.code_forms import CODE_OVER, ConfirmForm, NewEmailForm
from bleedlog.web.account.device_cookie import current_place
from bleedlog.web.account.waiting import retry_after, too_many_tries
from bleedlog.web.afterwards import do_afterwards
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import (
    current_account,
    current_record,
    current_settings,
    current_signed_in,
    current_viewer,
)
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.post import Post, current_post
from bleedlog.web.request_log import note_outcome

blueprint = Blueprint("email", __name__)


@blueprint.get("/more/email")
@open_to(Audience.SIGNED_IN)
def show() -> ResponseReturnValue:
    """The address, whether it is confirmed, and the form for another."""
    return _show(NewEmailForm(formdata=None), done=request.args.get("done"))


@blueprint.post("/more/email/confirm")
@open_to(Audience.SIGNED_IN)
def send_again() -> ResponseReturnValue:
    """Send the link that confirms the address once more."""
    record, post, user_id = current_record(), current_post(), current_account().user_id
    wait = admit_asking(
        record,
        email=current_account().email,
        place=current_place(),
        secret_key=current_settings().secret_key,
    )
    if wait is not None:
        note_outcome("throttled")
        page = _show(NewEmailForm(formdata=None), problems=(too_many_tries(wait),))
        return page, 429, retry_after(wait)
    do_afterwards(lambda: send_confirmation(record, post, user_id))
    return redirect("/more/email?done=sent", 303)


def send_confirmation(record: Record, post: Post, user_id: UUID) -> None:
    """Send the link that confirms an address, if it is not confirmed; afterwards."""
    made = ask_to_confirm(record, user_id=user_id)
    if made is not None:
        post.send_new_code("confirm_email", made, path="/confirm")


def show_again() -> ResponseReturnValue:
    """The form when its token is worth nothing any more."""
    return _show(NewEmailForm(), problems=(STALE_PAGE,))


@blueprint.post("/more/email")
@open_to(Audience.SIGNED_IN)
@redisplayed_by(show_again)
def change() -> ResponseReturnValue:
    """Send a link to the new address. Whether somebody has it already is not told."""
    form = NewEmailForm()
    post = current_post()
    if not post.is_open or not form.validate():
        return _show(form)
    wanted = normal_email(form.email.data or "")
    if wanted == current_account().email:
        form.email.errors = ["You sign in with this address already."]
        return _show(form)
    record, user_id = current_record(), current_account().user_id
    place, secret_key = current_place(), current_settings().secret_key
    proven = prove_again(
        record,
        key=current_key(),
        password=form.password.data or "",
        place=place,
        secret_key=secret_key,
        now=datetime.now(UTC),
    )
    if isinstance(proven, Refused):
        note_outcome("refused")
        form.password.errors = ["That is not your password."]
        return _show(form)
    wait = (
        proven.wait
        if isinstance(proven, Throttled)
        else admit_asking(record, email=wanted, place=place, secret_key=secret_key)
    )
    if wait is not None:
        note_outcome("throttled")
        return _show(form, problems=(too_many_tries(wait),)), 429, retry_after(wait)
    do_afterwards(lambda: _send_change(record, post, user_id, wanted))
    return redirect("/more/email?done=asked", 303)


def _send_change(record: Record, post: Post, user_id: UUID, wanted: str) -> None:
    asked = ask_to_change(record, user_id=user_id, new_email=wanted)
    if asked is None:
        return
    if asked.code is not None and asked.taken:
        post.send("email_taken", to=asked.code.email)
    elif asked.code is not None:
        post.send_new_code("new_email", asked.code, path="/confirm")
    post.send("email_change_asked", to=asked.old_email, name=asked.name)


def _show(form: NewEmailForm, *, problems: tuple[str, ...] = (), done: str | None = None) -> str:
    # The password is not put back: it never travels in a page.
    return render_template(
        "account/email.html",
        form=form,
        problems=problems,
        done=done,
        address=get_address(current_record(), by=current_viewer()),
        sends_mail=current_post().is_open,
        asks_password=not is_fresh(current_signed_in().since, datetime.now(UTC)),
        has_errors=bool(problems or form.errors),
    )


@blueprint.get("/confirm")
@open_to(Audience.ANYONE)
def ask_code() -> ResponseReturnValue:
    """The form for a code that came by mail; done when it was taken."""
    return _show_confirm(ConfirmForm(formdata=None), done=request.args.get("done"))


def ask_code_again() -> ResponseReturnValue:
    """The form when its token is worth nothing any more; the code is still there."""
    return _show_confirm(ConfirmForm(), problems=(STALE_PAGE,))


@blueprint.post("/confirm")
@open_to(Audience.ANYONE)
@redisplayed_by(ask_code_again)
def take_code() -> ResponseReturnValue:
    """Take the code: the address is confirmed, or replaces the old one."""
    form = ConfirmForm()
    if not form.validate():
        return _show_confirm(form)
    outcome = confirm_address(current_record(), code=form.code.data or "")
    match outcome:
        case AddressConfirmed(_, old, name):
            post = current_post()
            if old is not None:
                do_afterwards(lambda: post.send("email_changed", to=old, name=name))
            return redirect(f"/confirm?done={'confirmed' if old is None else 'changed'}", 303)
        case CodeOver():
            note_outcome("refused")
            form.code.errors = [CODE_OVER]
            return _show_confirm(form)


def _show_confirm(
    form: ConfirmForm, *, problems: tuple[str, ...] = (), done: str | None = None
) -> str:
    return render_template(
        "account/confirm.html",
        form=form,
        problems=problems,
        done=done,
        has_errors=bool(problems or form.errors),
    )
