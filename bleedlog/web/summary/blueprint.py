"""The blueprint that the summary's views hang on."""

from flask import Blueprint

blueprint = Blueprint("summary", __name__)
