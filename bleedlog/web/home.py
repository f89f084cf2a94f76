"""The first page of somebody whose account has nothing else yet."""

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from bleedlog.web.opening import Audience, open_to

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@open_to(Audience.PATIENT)
def home() -> ResponseReturnValue:
    """On to the account's own page."""
    return redirect("/more", 303)
