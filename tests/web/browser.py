"""A browser without a screen: fills forms in as their pages ask, and keeps cookies."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from bleedlog.services.sessions import begin_session
from bleedlog.storage.accounts import find_login
from bleedlog.web.account.browser_session import write_cookie
from tests.people import PASSWORD, People, email_of

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


class Browser:
    """One browser's view of the application."""

    def __init__(self, app: Flask, *, address: str = "127.0.0.1", base_url: str) -> None:
        """A browser that has never been here, at an address."""
        self.client = app.test_client()
        self._base: dict[str, Any] = {
            "base_url": base_url,
            "environ_base": {"REMOTE_ADDR": address},
            "buffered": True,
        }

    def get(self, path: str, **more: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **self._base, **more)

    def post(self, path: str, data: dict[str, Any], **more: Any) -> TestResponse:
        """Send a form as it is, without opening its page."""
        return self.client.post(path, data=data, **self._base, **more)

    def submit(self, page: str, path: str, data: dict[str, Any], **more: Any) -> TestResponse:
        """Open the page and send its form with the hidden fields that it has."""
        return self.post(path, hidden_fields(self.get(page)) | data, **more)

    def sign_in(self, name: str, password: str = PASSWORD, **more: Any) -> TestResponse:
        """Sign in by email and password, and by a recovery code where one is asked for."""
        answer = self.sign_in_by_password(name, password, **more)
        if answer.status_code == 303 and answer.location.split("?")[0] == "/second-factor":
            people = People(self.client.application.extensions["bleedlog.record"])
            code = {"recovery": people.paper_code(name)}
            return self.submit(answer.location, "/second-factor", code)
        return answer

    def sign_in_by_password(self, name: str, password: str = PASSWORD, **more: Any) -> TestResponse:
        """The first step of signing in, which is all for most."""
        return self.submit(
            "/sign-in", "/sign-in", {"email": email_of(name), "password": password, **more}
        )

    def come_in(self, name: str) -> None:
        """As somebody who signed in before, with all that is asked for.

        To sign in takes four pages, which most tests are not about.
        """
        app, now = self.client.application, datetime.now(UTC)
        with app.extensions["bleedlog.record"].transaction() as connection:
            login = find_login(connection, email_of(name))
            assert login is not None, name
            key = begin_session(
                connection, user_id=login.user_id, keep=False, now=now, second_factor_at=now
            )
        self.client.set_cookie(
            app.config["SESSION_COOKIE_NAME"],
            write_cookie(key, key.secret),
            domain=self._host,
            secure=app.config["SESSION_COOKIE_SECURE"],
        )

    @property
    def _host(self) -> str:
        return str(self._base["base_url"]).split("://")[1].split(":")[0]

    def cookie(self, name: str) -> str | None:
        """A cookie's value, if the browser has it."""
        found = self.client.get_cookie(name, domain=self._host)
        return found.value if found else None


def hidden_fields(page: TestResponse) -> dict[str, Any]:
    """The hidden fields of a page's forms; a name that comes more than once has a list."""
    found: dict[str, Any] = {}
    for name, value in HIDDEN.findall(page.text):
        text = unescape(value)
        found[name] = text if name not in found else [*_listed(found[name]), text]
    return found


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
