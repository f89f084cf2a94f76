"""An invitation: what it is for, and accepting it, signed in or as somebody new."""

from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.services.accepting import Accepted, HasItAlready, accept_invitation
from bleedlog.services.account_codes import CodeOver, admit_asking
from bleedlog.services.accounts import PasswordRefused
from bleedlog.services.invitations import OpenInvitation, find_invitation
from bleedlog.services.new_accounts import AccountBegun
from bleedlog.services.signing_up import sign_up_at_once, sign_up_by_mailed_invitation
from bleedlog.web.account.asking import show_sign_in
from bleedlog.web.account.device_cookie import current_place
from bleedlog.web.account.forms import SignInForm
from bleedlog.web.account.join_forms import (
    OVER,
    AcceptForm,
    AccountForm,
    AddressForm,
    CodeForm,
    WholeAccountForm,
    is_answered,
    kept_role,
)
from bleedlog.web.account.newcomers import (
    enter_new_account,
    path_after,
    send_sign_up,
    tell_of_hand_over,
)
from bleedlog.web.account.offer import offer_of
from bleedlog.web.account.waiting import retry_after, too_many_tries
from bleedlog.web.afterwards import do_afterwards
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import (
    current_account,
    current_record,
    current_settings,
    current_viewer,
    find_user,
)
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.post import current_post
from bleedlog.web.request_log import note_outcome

blueprint = Blueprint("join", __name__)

HAS_IT = "You can do that already. Nothing was changed."


@blueprint.get("/join")
@open_to(Audience.ANYONE)
def ask() -> ResponseReturnValue:
    """The form for the code; a script fills it from the link and sends it."""
    find_user()  # for the frame
    return _show_code(CodeForm(formdata=None))


def ask_again() -> ResponseReturnValue:
    """The form when its token is worth nothing any more; the code is still there."""
    return _show_code(CodeForm(), problems=(STALE_PAGE,))


@blueprint.post("/join")
@open_to(Audience.ANYONE)
@redisplayed_by(ask_again)
def show() -> ResponseReturnValue:
    """What the invitation is for. Nothing is accepted yet."""
    form = CodeForm()
    if not form.validate():
        return _show_code(form)
    code = form.code.data or ""
    found = find_invitation(current_record(), code=code)
    if found is None:
        return _over(code)
    return _show_offer(found, _form_for(found, code))


def _show_code(form: CodeForm, problems: tuple[str, ...] = ()) -> str:
    return render_template(
        "account/join.html",
        form=form,
        problems=problems,
        has_errors=bool(problems or form.errors),
    )


def _over(code: str) -> str:
    note_outcome("refused")
    form = CodeForm(formdata=None, code=code)
    form.code.errors = [OVER]
    return _show_code(form)


NewForm = AddressForm | AccountForm | WholeAccountForm


def _form_for(found: OpenInvitation, code: str) -> AcceptForm | NewForm:
    """What is asked of whoever holds the code: as signed in, or by how an account begins."""
    if find_user() is not None:
        return AcceptForm(formdata=None, code=code)
    if found.only_mailed:
        return AccountForm(formdata=None, code=code, name=found.name, keep=True)
    if current_post().is_open:
        return AddressForm(formdata=None, code=code, email=found.email)
    return WholeAccountForm(formdata=None, code=code, name=found.name, email=found.email)


def _show_offer(
    found: OpenInvitation,
    form: AcceptForm | NewForm,
    problems: tuple[str, ...] = (),
) -> str:
    user = find_user()
    return render_template(
        "account/invited.html",
        offer=offer_of(found),
        email=found.email if found.only_mailed else None,
        form=form,
        problems=problems,
        account=user.account if user else None,
        has_errors=bool(problems or form.errors),
    )


def accept_again() -> ResponseReturnValue:
    """The page when its token is worth nothing any more."""
    return _again(AcceptForm())


def _again(form: AcceptForm | NewForm) -> ResponseReturnValue:
    found = find_invitation(current_record(), code=form.code.data or "")
    if found is None:
        return _over(form.code.data or "")
    return _show_offer(found, form, (STALE_PAGE,))


@blueprint.post("/join/accept")
@open_to(Audience.SIGNED_IN)
@redisplayed_by(accept_again)
def accept() -> ResponseReturnValue:
    """Accept it as whoever is signed in."""
    form = AcceptForm()
    code = form.code.data or ""
    found = find_invitation(current_record(), code=code)
    if found is None:
        return _over(code)
    if not form.validate() or not is_answered(found.invited_as, form.kept):
        return _show_offer(found, form)
    outcome = accept_invitation(
        current_record(), by=current_viewer(), code=code, carers_may=kept_role(form.kept)
    )
    match outcome:
        case Accepted():
            tell_of_hand_over(outcome, current_account())
            return redirect(path_after(outcome, current_account()), 303)
        case HasItAlready():
            return _show_offer(found, form, (HAS_IT,))
        case _:
            return _over(code)


@blueprint.post("/join/sign-in")
@open_to(Audience.ANYONE)
def sign_in_first() -> ResponseReturnValue:
    """The sign-in page, which brings the code back here."""
    form = CodeForm()
    if not form.validate():
        return _show_code(form)
    return _show_sign_in(form.code.data or "")


def _show_sign_in(code: str, done: str | None = None) -> str:
    typed = urlencode({"code": code})
    return show_sign_in(SignInForm(formdata=None, next="/join", typed=typed, keep=True), done=done)


def begin_again() -> ResponseReturnValue:
    """The page when its token is worth nothing any more; passwords are not put back."""
    found = find_invitation(current_record(), code=request.form.get("code", ""))
    if found is None:
        return _over(request.form.get("code", ""))
    form = type(_form_for(found, ""))()
    return _show_offer(found, form, (STALE_PAGE,))


@blueprint.post("/join/new")
@open_to(Audience.ANYONE)
@redisplayed_by(begin_again)
def begin() -> ResponseReturnValue:
    """Somebody new: a mail to their address, or, where that needs none, the account at once."""
    code = request.form.get("code", "")
    found = find_invitation(current_record(), code=code)
    if found is None:
        return _over(code)
    if find_user() is not None:
        return _show_offer(found, AcceptForm(formdata=None, code=code))
    if found.only_mailed:
        return _begin_mailed(found, AccountForm())
    if current_post().is_open:
        return _begin_by_mail(found, AddressForm())
    return _begin_at_once(found, WholeAccountForm())


def _begin_mailed(found: OpenInvitation, form: AccountForm) -> ResponseReturnValue:
    if not form.validate() or not is_answered(found.invited_as, form.kept):
        return _show_offer(found, form)
    outcome = sign_up_by_mailed_invitation(
        current_record(),
        code=form.code.data or "",
        name=form.name.data or "",
        password=form.password.data or "",
        keep=bool(form.keep.data),
        place=current_place(),
    )
    match outcome:
        case AccountBegun():
            return enter_new_account(outcome)
        case PasswordRefused(faults):
            form.password.errors = faults
            return _show_offer(found, form)
        case CodeOver():
            # Whoever reads mail at that address may know that it has an account.
            words = f"Somebody signs in with {found.email} already. Sign in below."
            return _show_offer(found, form, (words,))


def _begin_by_mail(found: OpenInvitation, form: AddressForm) -> ResponseReturnValue:
    if not form.validate():
        return _show_offer(found, form)
    record, post, email = current_record(), current_post(), form.email.data or ""
    code = form.code.data or ""
    wait = admit_asking(
        record, email=email, place=current_place(), secret_key=current_settings().secret_key
    )
    if wait is not None:
        note_outcome("throttled")
        page = _show_offer(found, form, (too_many_tries(wait),))
        return page, 429, retry_after(wait)
    do_afterwards(lambda: send_sign_up(record, post, email, code))
    return redirect("/sign-up?asked", 303)


def _begin_at_once(found: OpenInvitation, form: WholeAccountForm) -> ResponseReturnValue:
    """The invitation is accepted after signing in: used up now, it would tell a new address."""
    if not form.validate():
        return _show_offer(found, form)
    record, email = current_record(), form.email.data or ""
    wait = admit_asking(
        record, email=email, place=current_place(), secret_key=current_settings().secret_key
    )
    if wait is not None:
        note_outcome("throttled")
        page = _show_offer(found, form, (too_many_tries(wait),))
        return page, 429, retry_after(wait)
    outcome = sign_up_at_once(
        record,
        email=email,
        name=form.name.data or "",
        password=form.password.data or "",
    )
    if isinstance(outcome, PasswordRefused):
        form.password.errors = outcome.faults
        return _show_offer(found, form)
    return _show_sign_in(form.code.data or "", done="signed-up")
