"""For programs: a diary's entries and figures as JSON, under /api/v1."""

from bleedlog.web.api import entries, openapi, rates
from bleedlog.web.api.blueprint import blueprint

__all__ = ["blueprint", "entries", "openapi", "rates"]
