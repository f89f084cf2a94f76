"""A phone that posts to an application in the test's own process."""

from typing import Any
from uuid import UUID

from flask import Flask

from bleedlog.storage.engine import Database
from bleedlog.web.account.browser_session import write_cookie
from tests.faults.killed_server import signed_in
from tests.faults.loggers import Answer

BASE = "http://127.0.0.1:8000"
SECRET = "a-secret-of-tests-0123456789-abcdefghij"


class Phone:
    """Somebody's phone."""

    def __init__(self, app: Flask, record: Database, user: UUID) -> None:
        key = signed_in(record, user)
        self._client = app.test_client()
        self._client.set_cookie("bleedlog", write_cookie(key, key.secret), domain="127.0.0.1")
        token = self._client.get("/api/v1/session", base_url=BASE).get_json()["csrf_token"]
        self._headers = {"X-CSRFToken": token}

    def __call__(self, body: dict[str, Any]) -> Answer:
        """Post to /api/v1/sync."""
        answer = self._client.post("/api/v1/sync", json=body, headers=self._headers, base_url=BASE)
        return answer.status_code, answer.get_json()

    def opens(self, path: str) -> int:
        """The status of a page."""
        answer = self._client.get(path, base_url=BASE)
        answer.close()
        return answer.status_code
