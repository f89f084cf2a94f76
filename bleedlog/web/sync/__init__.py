"""For phones that log without a signal: what they kept is taken in, and what is new is given."""

from bleedlog.web.sync import delivery, session
from bleedlog.web.sync.blueprint import blueprint

__all__ = ["blueprint", "delivery", "session"]
