"""A phone that kept what was logged without a signal, and sends it later."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from bleedlog.models.entry_input import new_id
from tests.web.browser import Browser

ONE_DATABASE = pytest.mark.parametrize("addresses", ["sqlite"], indirect=True)
"""For tests to which the kind of database makes no difference."""

KNEE = [("place", "left-knee"), ("when", "just_now"), ("cause", "spontaneous")]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def stamp(moment: datetime) -> str:
    """As JavaScript writes a time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Phone:
    """What one browser keeps of one diary. `ahead`: by how much its clock is wrong."""

    def __init__(self, browser: Browser, *, ahead: timedelta = timedelta(0)) -> None:
        self.browser, self.ahead = browser, ahead
        self.session = browser.get("/api/v1/session").get_json()
        self.patient = self.session["diaries"][0]["patient"] if self.session["diaries"] else None

    @property
    def clock(self) -> datetime:
        """What it shows."""
        return datetime.now(UTC) + self.ahead

    def deed(self, do: str, **said: Any) -> dict[str, Any]:
        """A deed done now."""
        plain: dict[str, Any] = {
            "item": str(uuid4()),
            "patient": self.patient,
            "do": do,
            "at": stamp(self.clock),
            "zone": "Europe/London",
        }
        return plain | {name: str(v) if isinstance(v, UUID) else v for name, v in said.items()}

    def log(
        self, answers: Sequence[tuple[str, str]] = KNEE, kind: str = "bleed", **said: Any
    ) -> dict[str, Any]:
        """An entry logged."""
        return self.deed("log", **{"kind": kind, "id": str(new_id()), "answers": answers, **said})

    def change(
        self,
        entry: object,
        revision: int,
        answers: Sequence[tuple[str, str]],
        kind: str = "bleed",
        **said: Any,
    ) -> dict[str, Any]:
        """An entry changed."""
        return self.deed(
            "change", id=str(entry), revision=revision, kind=kind, answers=answers, **said
        )

    def send(self, *items: dict[str, Any], **said: Any) -> TestResponse:
        """Send deeds."""
        headers = said.pop("headers", {"X-CSRFToken": self.session["csrf_token"]})
        body = {"user": self.session["user"], "clock": stamp(self.clock), "items": items} | said
        return self.browser.client.post(
            "/api/v1/sync", json=body, headers=headers, base_url="http://127.0.0.1:8000"
        )

    def told(self, *items: dict[str, Any], **said: Any) -> list[dict[str, Any]]:
        """What came of them."""
        answer = self.send(*items, **said)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        found = answer.get_json()["items"]
        assert [one["item"] for one in found] == [item["item"] for item in items]
        return list(found)

    def one(self, item: dict[str, Any], **said: Any) -> dict[str, Any]:
        """What came of one deed."""
        return self.told(item, **said)[0]

    def entries(self) -> dict[str, dict[str, Any]]:
        """Everything in the diary, by id."""
        answer = self.browser.get("/api/v1/entries", query_string={"patient": self.patient})
        return {one["id"]: one for one in answer.get_json()["entries"]}

    def said(self, entry: object) -> dict[str, Any]:
        """What an entry says."""
        found = self.entries()[str(entry)]["entry"]
        assert isinstance(found, dict)
        return found


def outcomes(told: Sequence[dict[str, Any]]) -> list[str]:
    """What came of each."""
    return [one["outcome"] for one in told]
