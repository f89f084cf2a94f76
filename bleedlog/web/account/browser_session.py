"""Flask's session, bound to the record: the cookie holds a key, the record holds the session.

A signed-in browser's cookie is the user's id and a secret of 32 random bytes. An anonymous
browser gets a cookie with nothing but a secret, and only when a page with a form needs one, so
that no visitor costs a row. Both secrets give the CSRF token's other half (HMAC with the
server's key), so that it is never stored. Nothing else can be kept in this session.
"""

import base64
import binascii
import hmac
import secrets
from datetime import timedelta
from typing import Any, NoReturn
from uuid import UUID

from flask import Flask, Request, Response, g, session
from flask.sessions import SessionInterface, SessionMixin

from bleedlog.services.sessions import KEPT, SECRET_BYTES, SessionKey

ID_BYTES = 16
CSRF = "csrf_token"
_FLASK_LOGINS = frozenset({"_user_id", "_fresh", "_id", "_remember"})


class BrowserSession(dict[str, Any], SessionMixin):
    """What one browser's cookie stands for, during one request."""

    def __init__(self, secret_key: str, key: SessionKey | None, secret: bytes | None) -> None:
        """From what the cookie held; with neither key nor secret the browser is new."""
        super().__init__()
        self._secret_key = secret_key
        self.key = key
        self.is_new = key is None and secret is None
        self.set_for: timedelta | None = None
        self.must_set = False
        self.must_delete = False
        self._hold(key.secret if key else secret or secrets.token_bytes(SECRET_BYTES))
        if key is not None:
            super().__setitem__("_user_id", key.user_id.hex)

    def _hold(self, secret: bytes) -> None:
        self.secret = secret
        token = hmac.digest(self._secret_key.encode(), b"csrf" + secret, "sha256")
        super().__setitem__(CSRF, token.hex())
        g.pop(CSRF, None)

    def begin(self, key: SessionKey, *, kept: bool) -> None:
        """Hold the key of a session that began now, in place of whatever was held."""
        self.key = key
        self._hold(key.secret)
        self.keep(kept=kept)

    def keep(self, *, kept: bool) -> None:
        """Send the cookie again: for weeks when `kept`, else until the browser is closed."""
        self.must_set = True
        self.set_for = KEPT.idle if kept else None

    def end(self) -> None:
        """Hold nothing any more."""
        self.key = None
        self.must_delete = True

    def __setitem__(self, name: str, value: object) -> None:
        """Take what Flask-Login notes for the request; nothing else would be kept."""
        if name not in _FLASK_LOGINS:
            _refuse(name)
        super().__setitem__(name, value)


def _refuse(name: str) -> NoReturn:
    message = f"the session keeps nothing, so not {name!r}: put it into the record or the URL"
    raise KeyError(message)


def browser_session() -> BrowserSession:
    """The session of the browser that asks."""
    found = session._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - werkzeug's own name for it
    assert isinstance(found, BrowserSession)  # noqa: S101 - create_app sets the interface
    return found


def current_key() -> SessionKey:
    """The key of the session that the browser holds; only where somebody is signed in."""
    key = browser_session().key
    assert key is not None  # noqa: S101 - the guard let nobody else in
    return key


class RecordSessionInterface(SessionInterface):
    """Reads and writes the one cookie. The record is asked later, and only by who needs it."""

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        """Before anything else of a request: from the cookie alone."""
        key, secret = read_cookie(request.cookies.get(self.get_cookie_name(app), ""))
        return BrowserSession(str(app.secret_key), key, secret)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """After everything else: set or remove the cookie if something changed."""
        assert isinstance(session, BrowserSession)  # noqa: S101 - open_session made it
        name = self.get_cookie_name(app)
        if session.must_delete:
            response.delete_cookie(
                name, path="/", secure=self.get_cookie_secure(app), httponly=True, samesite="Lax"
            )
            return
        is_asked_for = session.is_new and CSRF in g
        if not (session.must_set or is_asked_for):
            return
        response.set_cookie(
            name,
            write_cookie(session.key, session.secret),
            max_age=session.set_for,
            path="/",
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite="Lax",
        )


def write_cookie(key: SessionKey | None, secret: bytes) -> str:
    """The cookie's text: a user's id and secret, or a secret alone."""
    return encode(key.user_id.bytes + key.secret if key else secret)


def read_cookie(text: str) -> tuple[SessionKey | None, bytes | None]:
    """What `write_cookie` wrote: a key, or a secret alone, or neither if it is not ours."""
    raw = decode(text)
    if len(raw) == SECRET_BYTES:
        return None, raw
    if len(raw) == ID_BYTES + SECRET_BYTES:
        return SessionKey(UUID(bytes=raw[:ID_BYTES]), raw[ID_BYTES:]), None
    return None, None


def encode(raw: bytes) -> str:
    """Bytes as text that a cookie may hold; lengths divisible by three need no padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """What `encode` wrote, or no bytes for anything else."""
    try:
        padded = text + "=" * (-len(text) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
