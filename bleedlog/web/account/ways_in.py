"""Which ways in this installation has, for the pages that offer them."""

from flask import Flask, current_app

from bleedlog.config import Settings
from bleedlog.outbound.openid import OpenIDProvider
from bleedlog.services.relying_party import RelyingParty, relying_party

BACK = "/sign-in/provider/back"


def init_ways_in(app: Flask, settings: Settings) -> None:
    """Let templates ask whether `passkeys_work` at this address, and for the `provider_name`."""
    party = relying_party(settings.base_url)
    told = settings.provider
    provider = OpenIDProvider(told, redirect_uri=settings.base_url + BACK) if told else None
    app.extensions["bleedlog.relying_party"] = party
    app.extensions["bleedlog.provider"] = provider
    app.jinja_env.globals["passkeys_work"] = party is not None
    app.jinja_env.globals["provider_name"] = told.name if told else None


def find_party() -> RelyingParty | None:
    """For whom passkeys are made here, or None where they cannot work."""
    party: RelyingParty | None = current_app.extensions["bleedlog.relying_party"]
    return party


def find_provider() -> OpenIDProvider | None:
    """By whom people may sign in besides, or None."""
    provider: OpenIDProvider | None = current_app.extensions["bleedlog.provider"]
    return provider
