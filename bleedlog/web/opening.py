"""Closed until opened: a view that does not say whom it is for is for nobody."""

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from flask import Flask, abort, current_app, redirect, request
from flask.typing import ResponseReturnValue

from bleedlog.models.api_token import Scope
from bleedlog.web.account.asking import ask_to_sign_in
from bleedlog.web.account.factor_asking import ask_for_second_factor
from bleedlog.web.account.signed_in import SignedInUser
from bleedlog.web.bearer import admit_program, shows_token
from bleedlog.web.current import find_user, home_path, owes_second_factor
from bleedlog.web.problems import is_for_programs

_View = TypeVar("_View", bound=Callable[..., ResponseReturnValue])


class Audience(Enum):
    """For whom a view can be."""

    ANYONE = "anyone"
    ONE_FACTOR = "one_factor"
    """Whoever showed a password, even if they owe a second factor: for pages that ask for it."""
    SIGNED_IN = "signed_in"
    """Whoever showed all that their account asks for; the following, too."""
    PATIENT = "patient"
    """Whoever may open a diary as the patient or as a carer."""
    STAFF = "staff"
    """Whoever works at a clinic."""
    READ_TOKEN = "read_token"  # noqa: S105 - a word
    """A program with a token of the scope read."""
    LOG_TOKEN = "log_token"  # noqa: S105
    """A program with a token of the scope log."""


OF_SCOPE = {Scope.READ: Audience.READ_TOKEN, Scope.LOG: Audience.LOG_TOKEN}


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
    """Before each request: let in, ask who it is, or answer as if there were no such page."""
    if request.endpoint is None:
        # Even where there is no page, what waits on the phone of whoever is signed in is counted.
        find_user()
        return None
    audiences = audiences_of(current_app, request.endpoint)
    if Audience.ANYONE in audiences:
        return None
    return _guard_program(audiences) if shows_token() else _guard_person(audiences)


def _guard_person(audiences: frozenset[Audience]) -> ResponseReturnValue | None:
    user = find_user()
    if user is None:
        return abort(401) if is_for_programs() else ask_to_sign_in()
    parts = parts_of(user)
    if audiences & parts:
        return None
    if Audience.SIGNED_IN not in parts:
        return ask_for_second_factor()
    home = home_path(user.account)
    leads_on = request.path == "/" and home != "/"
    return redirect(home, 303) if leads_on else abort(404)


def _guard_program(audiences: frozenset[Audience]) -> ResponseReturnValue | None:
    # Whatever cookie came along is not looked at: a token opens what tokens open, and no page.
    if not audiences & frozenset(OF_SCOPE.values()):
        return abort(401) if is_for_programs() else ask_to_sign_in()
    bearer = admit_program()
    return None if audiences & {OF_SCOPE[one] for one in bearer.scopes} else abort(403)


def parts_of(user: SignedInUser) -> frozenset[Audience]:
    """The audiences that somebody belongs to, in this session and now."""
    parts = {Audience.ONE_FACTOR}
    if owes_second_factor(user):
        return frozenset(parts)
    parts.add(Audience.SIGNED_IN)
    if user.account.diaries:
        parts.add(Audience.PATIENT)
    if user.account.is_staff:
        parts.add(Audience.STAFF)
    return frozenset(parts)
