"""Whether the process lives and whether the record can be used: for what watches the server."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from bleedlog.services.record import RecordBusyError, RecordOutdatedError, check_record
from bleedlog.web.current import current_record
from bleedlog.web.opening import Audience, open_to

blueprint = Blueprint("health", __name__)
TEXT = {"Content-Type": "text/plain; charset=utf-8"}


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
