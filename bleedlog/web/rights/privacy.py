"""The privacy page: what is stored where, who sees it, for how long. Open to anyone."""

from flask import render_template
from flask.typing import ResponseReturnValue

from bleedlog.models.audit import RETENTION_YEARS
from bleedlog.web.current import find_user
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.rights.blueprint import blueprint


@blueprint.get("/privacy")
@open_to(Audience.ANYONE)
def privacy() -> ResponseReturnValue:
    """In plain words; whoever is signed in keeps the frame of their diary."""
    find_user()
    return render_template("rights/privacy.html", years=RETENTION_YEARS)
