"""Asking for one thing as one person, and saying in a letter what came of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse, encode_multipart

from tests.rules.access_sends import SENDS, Sends
from tests.rules.access_world import BASE, HOST, World

PAGES_WITH_A_FORM = ("/sign-in", "/more/password", "/second-factor")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
Ids = Mapping[str, object]
SAFE = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Way:
    """A route by one method."""

    rule: Rule
    method: str

    @property
    def name(self) -> str:
        """As the table calls it."""
        return f"{self.rule.endpoint} {self.method}"

    @property
    def names_something(self) -> bool:
        """Whether an id stands in its path."""
        return bool(self.rule.arguments)

    def path(self, ids: Ids) -> str:
        """The path, with those ids; of choices the first is taken."""

        def value(match: re.Match[str]) -> str:
            name, area = match[1], self.rule.endpoint.split(".")[0]
            known = (f"{self.rule.endpoint} {name}", f"{area} {name}", name)
            found = [ids[key] for key in known if key in ids]
            assert found, f"what is the {name} of {self.name}? (access_world.py, _things)"
            return str(found[0])

        path = re.sub(r"<uuid:(\w+)>", value, self.rule.rule)
        path = re.sub(r"<any\('?([\w-]+)[^>]*>", r"\1", path)
        assert "<" not in path, f"an example is missing for {self.rule.rule}"
        return path


def ways_of(world: World) -> dict[str, Way]:
    """Every route by every method, by the name that it has in the table."""
    ways = [
        Way(rule, method)
        for rule in world.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]
    return {way.name: way for way in sorted(ways, key=lambda way: (way.rule.rule, way.method))}


class Walker:
    """One of the people of a world, asking."""

    def __init__(self, world: World, column: str) -> None:
        self._world, self._asker = world, world.askers[column]
        self._csrf: str | None = None

    def ask(self, way: Way, ids: Ids | None = None) -> TestResponse:
        """Ask for it, about Ada's things or those of other ids; what it changes is put back."""
        ids = self._world.ids if ids is None else ids
        answer = self.client().open(
            way.path(ids), base_url=BASE, method=way.method, **self._said(way, ids)
        )
        answer.get_data()
        answer.close()
        if way.method not in SAFE:
            self._world.go_back()
        return answer

    def send(self, way: Way, said: Mapping[str, Any]) -> TestResponse:
        """Send that (`data`, `json`, `content_type`); what it changes stays changed."""
        headers = {"Authorization": f"Bearer {self._asker.token}"} if self._asker.token else {}
        headers["X-CSRFToken"] = self._token()
        path = way.path(self._world.ids)
        answer = self.client().open(path, base_url=BASE, method=way.method, headers=headers, **said)
        answer.get_data()
        answer.close()
        return answer

    def fields(self, way: Way) -> dict[str, Any]:
        """What a form says that is taken, with the token of who sends it."""
        ids = self._world.ids
        own: dict[str, Any] = {"csrf_token": self._token(), "patient": str(ids["patient_id"])}
        own.update(filled(SENDS.get(way.name, Sends()).fields, ids))
        return own

    def _said(self, way: Way, ids: Ids) -> dict[str, Any]:
        sends = SENDS.get(way.name, Sends())
        fields = {"patient": str(ids["patient_id"])} | filled(sends.fields, ids)
        headers = {"Authorization": f"Bearer {self._asker.token}"} if self._asker.token else {}
        if way.method in SAFE:
            return {"query_string": fields, "headers": headers}
        if sends.json is None:
            return as_form({"csrf_token": self._token()} | fields) | {"headers": headers}
        headers["X-CSRFToken"] = self._token()
        return {"json": filled(sends.json, ids), "query_string": fields, "headers": headers}

    def client(self) -> FlaskClient:
        """A browser in which the person is signed in, if they are."""
        client = self._world.app.test_client()
        if self._asker.cookie:
            client.set_cookie("bleedlog", self._asker.cookie, domain=HOST)
        return client

    def _token(self) -> str:
        """The CSRF token of the person's session, good for as long as that is."""
        if self._csrf is None:
            client = self.client()
            pages = (client.get(page, base_url=BASE) for page in PAGES_WITH_A_FORM)
            found = (TOKEN.search(page.text) for page in pages)
            self._csrf = next((token[1] for token in found if token), "")
            # A visitor's token goes with the cookie that came with it.
            cookie = client.get_cookie("bleedlog", domain=HOST)
            if cookie is not None and not self._asker.token:
                self._asker = replace(self._asker, cookie=cookie.value)
        return self._csrf


def as_form(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A form as a browser sends it; with files without those that a test client leaves behind."""
    if not any(isinstance(value, FileStorage) for value in fields.values()):
        return {"data": fields}
    boundary, body = encode_multipart(MultiDict(fields))
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


def filled(fields: Any, ids: Ids) -> Any:
    """What is sent, with `{name}` replaced by the id of that name."""
    if isinstance(fields, str):
        return re.sub(r"{([\w. ]+)}", lambda match: str(ids[match[1]]), fields)
    if isinstance(fields, Mapping):
        return {name: filled(value, ids) for name, value in fields.items()}
    if isinstance(fields, bytes):
        return FileStorage(BytesIO(fields), "photo.jpg")
    return fields


def letter(answer: TestResponse, method: str) -> str:
    """What came of it, as the table's heading explains."""
    onward = urlsplit(answer.location or "").path if answer.status_code == 303 else ""
    says_fault = method not in SAFE and b'class="error-summary' in answer.data
    said = {
        "!": answer.status_code >= 500,
        "-": answer.status_code == 404,
        "x": answer.status_code == 403,
        "2": onward == "/second-factor"
        or (answer.status_code == 401 and b"second_factor" in answer.data),
        "s": onward == "/sign-in" or answer.status_code == 401,
        "h": bool(onward) and method in SAFE,
        "f": answer.status_code >= 400 or says_fault,
    }
    return next((one for one, holds in said.items() if holds), "y")
