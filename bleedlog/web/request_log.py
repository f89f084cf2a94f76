"""One line of JSON for each request and each failure, without a word about anybody.

A line names the endpoint, never the address that was asked for: paths and queries can say whose
diary it was. A failure is told by its kind and the places in the program it went through;
messages of exceptions are left out, because they quote values.
"""

import json
import logging
import secrets
import sys
import time
import traceback
from datetime import UTC, datetime
from types import TracebackType

from flask import Flask, Response, g, request

logger = logging.getLogger("bleedlog.web")
UNREADABLE = "Invalid request from ip="
UNHANDLED = "Error handling request"

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The time, the level, what happened, and the facts that came with it."""
        facts = getattr(record, "facts", {})
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return json.dumps(
            {"at": at, "level": record.levelname, "what": record.getMessage(), **facts}
        )


class SaidPlainly(logging.Filter):
    """What gunicorn says of single requests, without their addresses and what was sent.

    It quotes whatever of a request it cannot read, with the address that it came from, and tells
    where somebody wanted to go when an answer breaks off.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether gunicorn may say it itself; else it is said here."""
        said = str(record.msg)
        if said.startswith(UNREADABLE):
            logger.warning("unreadable request")
        elif said.startswith(UNHANDLED):
            error = record.exc_info[1] if record.exc_info else None
            logger.error("failure", extra={"facts": _told(error) if error else {}})
        else:
            return True
        return False


def init_request_log(app: Flask) -> None:
    """Write to standard error, once however many apps a process makes."""
    server = logging.getLogger("gunicorn.error")
    if not any(isinstance(one, SaidPlainly) for one in server.filters):
        server.addFilter(SaidPlainly())
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(8)
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        began = g.get("began")
        if began is not None:
            response.headers["X-Request-Id"] = g.request_id
            milliseconds = round((time.perf_counter() - began) * 1000, 1)
            facts = {
                "request": g.request_id,
                "method": request.method,
                "endpoint": request.endpoint,
                "status": response.status_code,
                "ms": milliseconds,
            }
            if "outcome" in g:
                facts["outcome"] = g.outcome
            logger.info("request", extra={"facts": facts})
        return response


def note_outcome(word: str) -> None:
    """Let the request's line say how it ended, where its status does not ("refused")."""
    g.outcome = word


def log_failure(error: BaseException) -> None:
    """Note an exception that nobody expected: its kind and its way through the program."""
    facts = {"request": g.get("request_id"), "endpoint": request.endpoint, **_told(error)}
    logger.error("failure", extra={"facts": facts})


def _told(error: BaseException) -> dict[str, list[str]]:
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "kinds": [type(one).__qualname__ for one in _chain(error)],
        "way": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _chain(error: BaseException) -> list[BaseException]:
    found = [error]
    while (cause := found[-1].__cause__ or found[-1].__context__) and cause not in found:
        found.append(cause)
    return found
