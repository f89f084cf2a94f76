"""The diary as something that one has on the phone: installed, and there without a connection."""

from bleedlog.web.phone import installing, waiting
from bleedlog.web.phone.blueprint import blueprint

__all__ = ["blueprint", "installing", "waiting"]
