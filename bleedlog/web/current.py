"""Who is asking, about whose diary, on which record: what views begin with."""

from typing import cast
from uuid import UUID

from flask import abort, current_app, request
from flask_login import current_user

from bleedlog.config import Settings
from bleedlog.models.account import Account, DiaryAccess
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.services.record import Record
from bleedlog.web.account.signed_in import SignedInUser

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def current_record() -> Record:
    """The record that services work on."""
    return cast("Record", current_app.extensions["bleedlog.record"])


def current_settings() -> Settings:
    """How this installation runs."""
    return cast("Settings", current_app.extensions["bleedlog.settings"])


def find_user() -> SignedInUser | None:
    """Whoever is signed in in this browser, or None."""
    user = current_user._get_current_object()  # noqa: SLF001 - werkzeug's own name for it
    return user if isinstance(user, SignedInUser) else None


def owes_second_factor(user: SignedInUser) -> bool:
    """Whether that session opens nothing yet: it showed a password, and its account needs more.

    Looked at anew on each request, so that a session does not inherit what a role that comes later
    opens. The demo, whose password is printed, asks nobody.
    """
    return (
        user.account.needs_second_factor
        and user.second_factor_at is None
        and not current_settings().demo
    )


def current_signed_in() -> SignedInUser:
    """Whoever is signed in; only for views that are not open to everybody."""
    user = find_user()
    if user is None:
        message = "nobody is signed in: is the view open to anyone?"
        raise RuntimeError(message)
    return user


def current_account() -> Account:
    """Their account; only for views that are not open to everybody."""
    return current_signed_in().account


def current_viewer() -> Viewer:
    """Who acts, as services take it in `by=`."""
    return Viewer(user_id=current_account().user_id)


def current_patient() -> DiaryAccess:
    """Whose diary the request is about: `patient` of the form or the URL, else the own one.

    A form of somebody with more than one diary must say whose it was when it was opened: 400
    if it does not. A diary that the account may not open answers as one that does not exist.
    """
    diaries = current_account().diaries
    asked = request.form.get("patient") or request.args.get("patient")
    if asked:
        return _among(diaries, asked)
    if not diaries:
        abort(404)
    if len(diaries) > 1 and request.method not in SAFE_METHODS:
        abort(400)
    return diaries[0]


def _among(diaries: tuple[DiaryAccess, ...], asked: str) -> DiaryAccess:
    try:
        patient_id = UUID(asked)
    except ValueError:
        abort(404)
    found = [diary for diary in diaries if diary.patient_id == patient_id]
    return found[0] if found else abort(404)


def home_path(account: Account) -> str:
    """Where that account begins: the diary, the clinic, its staff, or with a diary to begin."""
    if account.diaries:
        return "/"
    if account.may_at_work(Permission.SEE_WORKLIST):
        return "/clinic"
    return "/clinic/staff" if account.may_at_work(Permission.MANAGE_STAFF) else "/begin"
