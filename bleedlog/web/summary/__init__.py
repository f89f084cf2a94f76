"""The one-page summary for an appointment: at the clinic, and of somebody's own; page and PDF."""

from bleedlog.web.summary import at_clinic, own
from bleedlog.web.summary.blueprint import blueprint

__all__ = ["at_clinic", "blueprint", "own"]
