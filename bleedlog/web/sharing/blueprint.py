"""The blueprint that the views about sharing hang on."""

from flask import Blueprint

blueprint = Blueprint("sharing", __name__)
