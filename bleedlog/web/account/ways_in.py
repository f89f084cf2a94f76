"""Which ways in this installation has, for the pages that offer them."""

from flask import Flask, current_app

from bleedlog.config import Settings
from bleedlog.services.relying_party import RelyingParty, relying_party


def init_ways_in(app: Flask, settings: Settings) -> None:
    """Let templates ask whether `passkeys_work` at the address that people use."""
    party = relying_party(settings.base_url)
    app.extensions["bleedlog.relying_party"] = party
    app.jinja_env.globals["passkeys_work"] = party is not None


def find_party() -> RelyingParty | None:
    """For whom passkeys are made here, or None where they cannot work."""
    party: RelyingParty | None = current_app.extensions["bleedlog.relying_party"]
    return party
