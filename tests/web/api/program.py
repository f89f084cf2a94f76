"""A program with a token, and no browser around it."""

from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from bleedlog.models.api_token import Scope
from bleedlog.models.viewer import console
from bleedlog.services.api_tokens import make_token
from bleedlog.storage.engine import Database

BASE = "http://127.0.0.1:8000"


def new_token(record: Database, user: UUID, patient: UUID, *scopes: Scope) -> str:
    """A token of that user for that diary."""
    made = make_token(
        record,
        by=console("a test"),
        user_id=user,
        patient_id=patient,
        name="A program",
        scopes=scopes,
    )
    return made.text


class Program:
    """Asks under /api/v1 with a token (or none)."""

    def __init__(self, app: Flask, token: str | None, *, address: str = "192.0.2.1") -> None:
        self.client = app.test_client(use_cookies=False)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._address = address

    def open(self, path: str, method: str = "GET", **more: Any) -> TestResponse:
        """Ask at an address below /api/v1."""
        headers = self._headers | more.pop("headers", {})
        return self.client.open(
            f"/api/v1{path}",
            method=method,
            base_url=BASE,
            headers=headers,
            environ_base={"REMOTE_ADDR": self._address},
            **more,
        )

    def get(self, path: str, **query: Any) -> TestResponse:
        """Read."""
        return self.open(path, query_string=query)

    def log(self, entry: object, **query: Any) -> TestResponse:
        """Send an entry."""
        return self.open("/entries", "POST", json=entry, query_string=query)
