"""What went wrong, for people: what happened, what was stored, what to do. Never a trace."""

from flask import Flask, Response, g, jsonify, make_response, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, ServiceUnavailable

from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.record import RecordBusyError
from bleedlog.web.answers import wants_json
from bleedlog.web.problems import is_for_programs, problem, stale

PAGES = {400: "400", 403: "403", 404: "404", 405: "404", 413: "413", 429: "429", 503: "503"}
"""Which page speaks for which status; others speak as 400 or 500."""

SECONDS_TO_WAIT = "5"


def init_errors(app: Flask) -> None:
    """Answer every error with a page, or with JSON to a program."""
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(RecordBusyError, show_busy)
    app.register_error_handler(NoSuchDiaryError, show_missing)


def show_busy(_error: RecordBusyError) -> Response:
    """The record could not be reached: nothing was stored, trying again is safe."""
    return show_error(ServiceUnavailable())


def show_missing(_error: NoSuchDiaryError) -> Response:
    """Somebody else's diary and none at all look alike."""
    return show_error(NotFound())


def show_error(error: HTTPException) -> Response:
    """The answer for a status, with the request's reference if it is our own fault."""
    if error.code is None or error.response is not None:
        return make_response(error.get_response())
    status = error.code
    is_stale = isinstance(error, CSRFError)
    reference = g.get("request_id") if status >= InternalServerError.code else None
    if is_for_programs():
        answer = stale() if is_stale else problem(status, reference=reference)
    elif wants_json():
        said = {"error": "csrf" if is_stale else error.name, "reference": reference}
        answer = jsonify({name: value for name, value in said.items() if value})
    else:
        page = PAGES.get(status, "500" if status >= InternalServerError.code else "400")
        answer = make_response(render_template(f"errors/{page}.html", reference=reference))
    answer.status_code = status
    if status == ServiceUnavailable.code:
        answer.headers["Retry-After"] = SECONDS_TO_WAIT
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer
