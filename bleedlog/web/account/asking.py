"""Asking somebody to sign in, without losing what they typed on a page that stayed open."""

from urllib.parse import parse_qsl, urlencode

from flask import jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.account import Account
from bleedlog.web.account.browser_session import CSRF
from bleedlog.web.account.forms import SignInForm
from bleedlog.web.answers import wants_json

DIARY = "patient"
"""The field in which a form about a diary says whose it is; only such forms are carried."""
CODE = "code"
"""The one field of an invitation that somebody accepts after signing in."""
MOST_FIELDS = 1000


def ask_to_sign_in() -> ResponseReturnValue:
    """Answer a request for which somebody must be signed in, and nobody is."""
    if wants_json():
        return jsonify(error="sign_in", message="Sign in first. Nothing was stored."), 401
    path = request.full_path if request.query_string else request.path
    typed = carried()
    if typed:
        form = SignInForm(formdata=None, next=path, typed=typed, keep=True)
        return show_sign_in(form, has_ended=True), 401
    if request.method not in {"GET", "HEAD"} or path == "/":
        return redirect("/sign-in", 303)
    return redirect("/sign-in?" + urlencode({"next": path}), 303)


def carried() -> str:
    """What was typed into a form of ours about a diary, for a hidden field; else nothing."""
    if request.method != "POST" or not request.form.get(DIARY) or not is_from_our_page():
        return ""
    return urlencode([pair for pair in request.form.items(multi=True) if pair[0] != CSRF])


def is_from_our_page() -> bool:
    """Whether a page of this server sent the request, as far as the browser tells.

    What another site made somebody post is not carried through signing in.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    return origin.split("://")[-1] == request.host


def show_sign_in(
    form: SignInForm,
    *,
    problems: tuple[str, ...] = (),
    has_ended: bool = False,
    done: str | None = None,
) -> str:
    """The page with the form. `done`: what was done just before ("reset")."""
    return render_template(
        "account/sign_in.html",
        form=form,
        problems=problems,
        has_ended=has_ended,
        done=done,
        has_errors=bool(problems or form.errors),
    )


def typed_for(account: Account, text: str) -> list[tuple[str, str]]:
    """The fields that were carried through signing in, if they are about a diary of the account.

    Else none: somebody else may have signed in, who must not see what was typed. An invitation's
    code is nobody's yet.
    """
    try:
        typed = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return []
    if [name for name, _ in typed] == [CODE]:
        return typed
    about = dict(typed).get(DIARY)
    return typed if about in {str(diary.patient_id) for diary in account.diaries} else []
