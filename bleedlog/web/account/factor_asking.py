"""Asking for the second factor, or for one to be set up, before anything else is opened."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.services.factor_setup import offer_app
from bleedlog.services.proof import is_fresh
from bleedlog.services.second_factors import FactorStatus, factor_status
from bleedlog.web.account.asking import carried
from bleedlog.web.account.device_cookie import current_place
from bleedlog.web.account.factor_forms import CodeForm, SetUpForm
from bleedlog.web.answers import wants_json
from bleedlog.web.current import (
    current_record,
    current_settings,
    current_signed_in,
    owes_second_factor,
)
from bleedlog.web.problems import is_for_programs, problem
from bleedlog.web.qr import qr_picture

PAGE = "/second-factor"
NOT_SHOWN = "This session showed a password, and no second factor."
SHOW_IT = f"Show it on the page {PAGE}, then send the same again."


def factor_path(onward: str | None) -> str:
    """The page that asks, and that leads on to `onward`."""
    return f"{PAGE}?{urlencode({'next': onward})}" if onward and onward != "/" else PAGE


def ask_for_second_factor() -> ResponseReturnValue:
    """Answer a request for which a second factor must be shown, and none was."""
    if is_for_programs():
        return problem(401, error="second_factor", happened=NOT_SHOWN, do=SHOW_IT)
    if wants_json():
        message = "Show your second factor first. Nothing was stored."
        return jsonify(error="second_factor", message=message), 401
    path = request.full_path if request.query_string else request.path
    typed = carried()
    if typed:
        return show_second_factor(onward=path, typed=typed), 401
    return redirect(factor_path(path if request.method in {"GET", "HEAD"} else None), 303)


def show_second_factor(*, onward: str | None, typed: str = "", problem: str | None = None) -> str:
    """The page that asks for a second factor; for somebody who has none, the one to set it up."""
    problems = (problem,) if problem else ()
    if not _status().has_any:
        offer = SetUpForm(formdata=None, next=onward or "", typed=typed)
        return show_set_up(offer, problems=problems)
    return show_code(CodeForm(formdata=None, next=onward or "", typed=typed), problems=problems)


def _status() -> FactorStatus:
    return factor_status(current_record(), user_id=current_signed_in().account.user_id)


def show_code(form: CodeForm, *, problems: tuple[str, ...] = ()) -> str:
    """The page that asks for a code, or a passkey."""
    status = _status()
    return render_template(
        "account/second_factor.html",
        form=form,
        problems=problems,
        has_app=status.app_since is not None,
        has_passkey=status.passkeys > 0,
        has_errors=bool(problems or form.errors),
    )


def show_set_up(form: SetUpForm, *, problems: tuple[str, ...] = ()) -> str:
    """The page with a secret for a new app; one that was offered before stays while it stands."""
    user = current_signed_in()
    offer = offer_app(
        user.account, secret_key=current_settings().secret_key, sealed=form.sealed.data
    )
    return render_template(
        "account/second_factor_set_up.html",
        form=form,
        problems=problems,
        offer=offer,
        picture=qr_picture(offer.address, "Picture to scan with the app"),
        asks_password=not is_fresh(user.since, datetime.now(UTC)),
        is_owed=owes_second_factor(user),
        device=current_place().browser or "My device",
        email=user.account.email,
        has_errors=bool(problems or form.errors),
    )
