"""The cookie of a known device: who signed in here before gets in while others guess elsewhere."""

from flask import Response, current_app, make_response, request
from flask.typing import ResponseReturnValue

from bleedlog.services.accounts import DEVICE_LIFE, Place
from bleedlog.services.sessions import SECRET_BYTES
from bleedlog.web.account.browser_session import decode, encode
from bleedlog.web.account.device_words import device_words


def _name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def current_place() -> Place:
    """From where this request comes: its address, its browser, and the device if it was here."""
    secret = decode(request.cookies.get(_name(), ""))
    return Place(
        address=request.remote_addr or "",
        device=secret if len(secret) == SECRET_BYTES else None,
        browser=device_words(request.user_agent.string),
    )


def set_device(answer: ResponseReturnValue, device: bytes) -> Response:
    """Let the browser remember that somebody signed in on it."""
    response = make_response(answer)
    response.set_cookie(
        _name(),
        encode(device),
        max_age=DEVICE_LIFE,
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )
    return response
