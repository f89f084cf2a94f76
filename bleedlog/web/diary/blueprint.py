"""The blueprint that the diary's views hang on."""

from flask import Blueprint

blueprint = Blueprint("diary", __name__)
