"""Forms are taken only from our own pages (Flask-WTF), and a stale page loses nothing typed.

The token is bound to the browser's session and lasts as long as it does. Where it does not fit,
the view does not run: a page says that nothing was stored, or, if the view names one, a function
shows the form again with what was typed:

    def show_typed() -> ResponseReturnValue:
        return show_form(LogForm(), problems=[STALE_PAGE])

    @blueprint.post("/log/bleed")
    @open_to(Audience.PATIENT)
    @redisplayed_by(show_typed)
    def log_bleed() -> ResponseReturnValue: ...
"""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Response, current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import UnsupportedMediaType

from bleedlog.web.answers import wants_json
from bleedlog.web.bearer import acts_with_token
from bleedlog.web.current import SAFE_METHODS

PROGRAMS = "/api/"
"""Where JSON is asked for; everywhere else a form is."""
STALE_PAGE = (
    "This page was open for too long, so nothing was stored."
    " Check what you typed, then press the button again."
)

_View = TypeVar("_View", bound=Callable[..., ResponseReturnValue])


def redisplayed_by(show: Callable[..., ResponseReturnValue]) -> Callable[[_View], _View]:
    """Name the function that shows the form again; it gets the view's own arguments.

    It must not store anything: nobody has shown that the person meant to send this.
    """

    def named(view: _View) -> _View:
        view.redisplay = show  # type: ignore[attr-defined]
        return view

    return named


def init_csrf(app: Flask) -> None:
    """Set Flask-WTF up; `check_csrf` does what its own hook would do."""
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_METHODS=["POST", "PUT", "PATCH", "DELETE"],
        # As long as the session: a form may lie open on a phone for days.
        WTF_CSRF_TIME_LIMIT=None,
        # The token proves it; a phone that sends no Referer must still be able to log.
        WTF_CSRF_SSL_STRICT=False,
    )
    CSRFProtect(app)


def check_csrf() -> Response | None:
    """Before each request, after the guard: refuse what no page of ours can have sent.

    Raises:
        CSRFError: for a request without a token of this session.
        UnsupportedMediaType: for JSON where a form is asked for. Flask-WTF would take it for one,
            and its fields hold numbers and lists then, which no form has.
    """
    if request.endpoint is None or request.method in SAFE_METHODS or acts_with_token():
        return None
    if request.is_json and not request.path.startswith(PROGRAMS):
        raise UnsupportedMediaType
    try:
        current_app.extensions["csrf"].protect()
    except CSRFError:
        show = getattr(current_app.view_functions[request.endpoint], "redisplay", None)
        if show is None or wants_json():
            raise
        answer = make_response(show(**(request.view_args or {})))
        answer.status_code = 400
        return answer
    return None
