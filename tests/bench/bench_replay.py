"""A phone replays 100 bleeds that it kept, in one request, against 100 forms sent one by one.

    python -m tests.bench.bench_replay

Both through the whole application, to the disk, by the wall's clock: validated by the same form,
each entry with its revision and event in a transaction of its own. Exit status 1 says that the
budget was missed.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient

from bleedlog import create_app
from bleedlog.models.entry_input import new_id
from bleedlog.services.sessions import begin_session
from bleedlog.storage.engine import Database
from bleedlog.web.account.browser_session import write_cookie
from tests.bench.budgets import (
    Measured,
    in_turn,
    median_ratio,
    middle,
    requests_logged_to_nowhere,
    show,
)
from tests.bench.made_record import BASE_URL, made_record
from tests.people import People

KEPT = 100
MOST_SECONDS = 2
MOST_TIMES_FORMS = 1.0
ANSWERS = {"place": "left-knee", "when": "just_now", "cause": "spontaneous", "note": "Stairs."}


def phone_of(app: Flask, record: Database, user: UUID) -> tuple[FlaskClient, str]:
    """A browser in which the user is signed in, and the token of its session."""
    now, client = datetime.now(UTC), app.test_client()
    with record.transaction() as connection:
        key = begin_session(connection, user_id=user, keep=True, now=now)
    client.set_cookie("bleedlog", write_cookie(key, key.secret), domain="127.0.0.1")
    token = client.get("/api/v1/session", base_url=BASE_URL).get_json()["csrf_token"]
    return client, str(token)


def replay(client: FlaskClient, token: str, patient: UUID) -> Callable[[], object]:
    """Sends what a phone kept since this morning, each time anew."""

    def item(minutes: int) -> dict[str, Any]:
        return {
            "item": str(uuid4()),
            "patient": str(patient),
            "do": "log",
            "kind": "bleed",
            "id": str(new_id()),
            "at": (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat(),
            "zone": "Europe/London",
            "answers": list(ANSWERS.items()),
        }

    def send() -> object:
        answer = client.post(
            "/api/v1/sync",
            json={"clock": datetime.now(UTC).isoformat(), "items": [item(n) for n in range(KEPT)]},
            headers={"X-CSRFToken": token},
            base_url=BASE_URL,
        )
        outcomes = {one["outcome"] for one in answer.get_json()["items"]}
        assert outcomes == {"accepted"}, outcomes
        return answer

    return send


def forms(client: FlaskClient, token: str, patient: UUID) -> Callable[[], object]:
    """Sends as many forms as a page does, one after the other."""

    def send() -> None:
        for _ in range(KEPT):
            said = {"id": str(new_id()), "patient": str(patient), "csrf_token": token, **ANSWERS}
            answer = client.post("/log/bleed", data=said, base_url=BASE_URL)
            assert answer.status_code == 303, answer.status_code

    return send


def main() -> int:
    """Measure both and print the table."""
    with made_record() as (record, settings):
        people = People(record)
        user, patient = people.user("Ada"), people.patient("Ada")
        people.access(user, patient)
        app = create_app(settings, record)
        with requests_logged_to_nowhere():
            client, token = phone_of(app, record, user)
            at_once, one_by_one = in_turn(
                [replay(client, token, patient), forms(client, token, patient)],
                batches=8,
                repetitions=1,
                clock=time.perf_counter,
                what=f"replay of {KEPT} entries",
            )
    seconds = middle(at_once, 1)
    return show(
        [
            Measured(
                f"replay of {KEPT} kept entries in one request",
                f"{seconds * 1000:,.0f} ms",
                seconds,
                MOST_SECONDS,
                unit="s",
            ),
            Measured(
                "against as many forms, one by one",
                f"{middle(at_once, 1e-3):,.0f} ms against {middle(one_by_one, 1e-3):,.0f} ms",
                median_ratio(at_once, one_by_one),
                MOST_TIMES_FORMS,
            ),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
