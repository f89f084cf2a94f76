"""The blueprint that the views about people's rights hang on."""

from flask import Blueprint

blueprint = Blueprint("rights", __name__)
