"""The blueprint that the clinic's views hang on."""

from flask import Blueprint

blueprint = Blueprint("clinic", __name__)
