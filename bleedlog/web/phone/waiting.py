"""What is on this phone and not on the server yet: only the phone knows, so its script fills it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from bleedlog.web.diary.whose import current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.phone.blueprint import blueprint


@blueprint.get("/waiting")
@open_to(Audience.PATIENT)
def waiting() -> ResponseReturnValue:
    """The page for it; nothing of it comes from the record."""
    current_diary()
    return render_template("phone/waiting.html")
