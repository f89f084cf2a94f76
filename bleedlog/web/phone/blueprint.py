"""The blueprint that the views of the installed diary hang on."""

from flask import Blueprint

blueprint = Blueprint("phone", __name__)
