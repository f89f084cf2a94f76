"""What went wrong, for programs and whoever writes them: what happened, what was kept, what to do.

Never a trace, never what was sent.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from flask import Response, abort, jsonify, request

from bleedlog.services.entry_faults import Fault

NOTHING = "Nothing was stored."
HOW_TO_SIGN_IN = (
    "Make a token on the page /more/tokens and send it in the header Authorization: Bearer."
    " Never put it into an address."
)
STALE = "The token of the session is missing, or not good (any more)."
HOW_TO_BE_FRESH = "Ask /api/v1/session for a new one and send it in the header X-CSRFToken."

_WORDS: Mapping[int, tuple[str, str, str]] = {
    400: ("bad_request", "The request could not be read.", "Send it as /api/v1/openapi.json says."),
    401: ("sign_in", "Nobody is signed in, or the token is not good (any more).", HOW_TO_SIGN_IN),
    403: ("not_allowed", "This token is not for that.", "Use a token with the scope for it."),
    404: (
        "not_found",
        "There is no such page, or no such diary for you.",
        "Check the address. If somebody shared the diary with you, ask them.",
    ),
    405: ("wrong_method", "This address does not do that.", "See /api/v1/openapi.json."),
    413: ("too_large", "The request is too large.", "Send one entry at a time."),
    415: ("not_json", "The body is not JSON.", "Send it with Content-Type: application/json."),
    422: ("not_valid", "Something that was sent will not do.", "See faults, mend it, try again."),
    429: ("too_many", "Too many bad tokens came from here.", "Wait as Retry-After says."),
    503: ("busy", "The record cannot be reached now.", "Try again: sending the same is safe."),
}
_OURS = ("failure", "Something went wrong on our side.", "Try again: sending the same is safe.")
_UNKNOWN_IF_KEPT = "Nobody can say whether it was stored. Send the same id again to find out."


def is_for_programs() -> bool:
    """Whether the request is about an address that programs use."""
    return request.path.startswith("/api/")


def problem(
    status: int,
    *,
    error: str | None = None,
    happened: str | None = None,
    do: str | None = None,
    faults: Sequence[Fault] = (),
    reference: str | None = None,
) -> Response:
    """The answer for a status, in its usual words unless others are given."""
    is_ours = status >= 500 and status != 503
    usual_error, usual, usual_do = _WORDS.get(status, _OURS if is_ours else _WORDS[400])
    said: dict[str, Any] = {
        "error": error or usual_error,
        "happened": happened or usual,
        "kept": _UNKNOWN_IF_KEPT if is_ours else NOTHING,
        "do": do or usual_do,
    }
    if faults:
        said["faults"] = [{"field": one.field, "message": one.message} for one in faults]
    if reference:
        said["reference"] = reference
    answer = jsonify(said)
    answer.status_code = status
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="bleedlog"'
    return answer


def refuse(
    status: int,
    *,
    error: str | None = None,
    happened: str | None = None,
    do: str | None = None,
    faults: Sequence[Fault] = (),
) -> NoReturn:
    """Stop here with that answer."""
    abort(problem(status, error=error, happened=happened, do=do, faults=faults))


def stale() -> Response:
    """The answer for a request without the token of its session."""
    return problem(400, error="csrf", happened=STALE, do=HOW_TO_BE_FRESH)
