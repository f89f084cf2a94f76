"""Whether the process lives and whether the record can be used: for what watches the server.

A load balancer asks each server by its number, not by the name that people use.
"""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Blueprint
from flask.typing import ResponseReturnValue

from bleedlog.services.record import RecordBusyError, RecordOutdatedError, check_record
from bleedlog.web.current import current_record
from bleedlog.web.opening import Audience, open_to

blueprint = Blueprint("health", __name__)
TEXT = {"Content-Type": "text/plain; charset=utf-8"}

PATHS = frozenset({"/healthz", "/readyz"})


class UnderAnyName:
    """WSGI middleware: these two paths answer whatever host a request names.

    They make no link, read no cookie's meaning and say nothing of anybody, so there is nothing that
    a made-up name could turn.
    """

    def __init__(self, application: WSGIApplication, host: str) -> None:
        """Let `application` believe that they were asked for by `host`."""
        self._application = application
        self._host = host

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if environ.get("PATH_INFO") in PATHS:
            environ["HTTP_HOST"] = self._host
        return self._application(environ, start_response)


@blueprint.get("/healthz")
@open_to(Audience.ANYONE)
def process() -> ResponseReturnValue:
    """The process answers."""
    return "ok\n", TEXT


@blueprint.get("/readyz")
@open_to(Audience.ANYONE)
def ready() -> ResponseReturnValue:
    """The record answers and has this version's schema."""
    try:
        check_record(current_record())
    except RecordBusyError:
        return "the record does not answer\n", 503, TEXT
    except RecordOutdatedError:
        return "the record has another schema\n", 503, TEXT
    return "ok\n", TEXT
