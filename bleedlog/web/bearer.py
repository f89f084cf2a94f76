"""Programs that show a token: who they act for, and what the token opens.

A request with a token stands for itself: whatever cookie came along is not looked at, so no other
site can make a browser send one, and it needs no CSRF token.
"""

from dataclasses import dataclass
from uuid import UUID

from flask import abort, g, request

from bleedlog.models.viewer import Viewer
from bleedlog.services.accounts import Refused, Throttled
from bleedlog.services.api_tokens import Bearer, admit_bearer
from bleedlog.web.account.waiting import retry_after
from bleedlog.web.current import (
    current_patient,
    current_record,
    current_settings,
    current_viewer,
)
from bleedlog.web.problems import problem
from bleedlog.web.request_log import note_outcome


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, about whose diary."""

    by: Viewer
    patient_id: UUID


def shows_token() -> bool:
    """Whether the request has a bearer token, good or not."""
    scheme, _, _ = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer"


def admit_program() -> Bearer:
    """Whoever shows the token; else the request ends here with 401 or 429."""
    _, _, text = request.headers.get("Authorization", "").partition(" ")
    outcome = admit_bearer(
        current_record(),
        text=text.strip(),
        address=request.remote_addr or "",
        secret_key=current_settings().secret_key,
    )
    if isinstance(outcome, Throttled):
        note_outcome("throttled")
        answer = problem(429)
        answer.headers.update(retry_after(outcome.wait))
        abort(answer)
    if isinstance(outcome, Refused):
        note_outcome("refused")
        abort(401)
    g.bearer = outcome
    return outcome


def acts_with_token() -> bool:
    """Whether a program with a good token asks."""
    return "bearer" in g


def asking() -> Asking:
    """Who asks about whose diary: the token's, or that of whoever is signed in.

    A diary that they may not open answers as one that does not exist.
    """
    bearer: Bearer | None = g.get("bearer")
    if bearer is None:
        return Asking(current_viewer(), current_patient().patient_id)
    asked = request.args.get("patient")
    if asked and asked.lower() != str(bearer.patient_id):
        abort(404)
    return Asking(Viewer(bearer.user_id, as_program=True), bearer.patient_id)
