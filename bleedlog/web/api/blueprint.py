"""The blueprint that the views for programs hang on."""

from flask import Blueprint

VERSION = "/api/v1"

blueprint = Blueprint("api", __name__, url_prefix=VERSION)
