"""The blueprint that the views for phones hang on."""

from flask import Blueprint

from bleedlog.web.api.blueprint import VERSION

blueprint = Blueprint("sync", __name__, url_prefix=VERSION)
