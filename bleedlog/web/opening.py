"""Closed until opened: a view that does not say whom it is for is for nobody."""

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from flask import Flask, abort, current_app, redirect, request
from flask.typing import ResponseReturnValue

from bleedlog.models.account import Account
from bleedlog.web.account.asking import ask_to_sign_in
from bleedlog.web.current import find_user, home_path

_View = TypeVar("_View", bound=Callable[..., ResponseReturnValue])


class Audience(Enum):
    """For whom a view can be."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    PATIENT = "patient"
    """Whoever may open a diary as the patient or as a carer."""
    STAFF = "staff"
    """Whoever works at a clinic."""


def open_to(*audiences: Audience) -> Callable[[_View], _View]:
    """Open a view to one audience or several; stands below the route.

    Which patient's page somebody may see is not decided here but by the services.
    """

    def opened(view: _View) -> _View:
        view.open_to = frozenset(audiences)  # type: ignore[attr-defined]
        return view

    return opened


def audiences_of(app: Flask, endpoint: str) -> frozenset[Audience]:
    """For whom an endpoint is; nobody if it does not say."""
    found: frozenset[Audience] = getattr(app.view_functions[endpoint], "open_to", frozenset())
    return found


def guard() -> ResponseReturnValue | None:
    """Before each request: let in, ask to sign in, or answer as if there were no such page."""
    if request.endpoint is None:
        return None
    audiences = audiences_of(current_app, request.endpoint)
    if Audience.ANYONE in audiences:
        return None
    user = find_user()
    if user is None:
        return ask_to_sign_in()
    if audiences & parts_of(user.account):
        return None
    home = home_path(user.account)
    leads_on = request.path == "/" and home != "/"
    return redirect(home, 303) if leads_on else abort(404)


def parts_of(account: Account) -> frozenset[Audience]:
    """The audiences that an account belongs to."""
    parts = {Audience.SIGNED_IN}
    if account.diaries:
        parts.add(Audience.PATIENT)
    if account.is_staff:
        parts.add(Audience.STAFF)
    return frozenset(parts)
