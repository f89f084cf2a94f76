"""Nonsense, parallel deliveries, a record that is down: nothing is lost, nothing there twice."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask

from bleedlog.storage.engine import Database
from tests.web.browser import Browser
from tests.web.sync.phone import KNEE, ONE_DATABASE, Phone, outcomes


@ONE_DATABASE
@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"clock": "\\ud800"}', "application/json", 400),
        (b"[]", "application/json", 422),
        (b"{}", "application/json", 422),
        (b'{"clock": "now"}', "application/json", 422),
        (b'{"clock": "0001-01-01T00:00:00Z"}', "application/json", 422),
        (b'{"clock": "2026-11-28T10:00:00Z", "items": {}}', "application/json", 422),
        (b'{"clock": "2026-11-28T10:00:00Z", "items": [{"do": "log"}]}', "application/json", 422),
        (b'{"clock": "2026-11-28T10:00:00Z", "more": 1}', "application/json", 422),
        (b'{"clock": "2026-11-28T10:00:00Z", "pull": {"x": 1}}', "application/json", 422),
        (b"clock=now", "application/x-www-form-urlencoded", 415),
        (b"x" * 2_000_000, "application/json", 413),
    ],
)
def test_what_is_no_batch_at_all_is_told_so(
    phone: Phone, data: bytes, content_type: str, status: int
) -> None:
    answer = phone.browser.client.post(
        "/api/v1/sync",
        data=data,
        content_type=content_type,
        headers={"X-CSRFToken": phone.session["csrf_token"]},
        base_url="http://127.0.0.1:8000",
    )

    assert answer.status_code == status
    assert answer.get_json()["kept"] == "Nothing was stored."


@ONE_DATABASE
def test_a_batch_has_an_end(phone: Phone) -> None:
    assert phone.send(*[phone.log() for _ in range(201)]).status_code == 422
    assert phone.entries() == {}


def in_parallel(phone: Phone, item: dict[str, Any], times: int = 20) -> list[dict[str, Any]]:
    """Deliver a deed from so many threads at once, each a browser with the same session."""
    app = phone.browser.client.application
    cookie = phone.browser.cookie("bleedlog")
    found: list[dict[str, Any]] = []

    def deliver() -> None:
        browser = Browser(app, base_url="http://127.0.0.1:8000")
        browser.client.set_cookie("bleedlog", cookie or "", domain="127.0.0.1")
        one = Phone(browser)
        for _ in range(20):
            answer = one.send(item)
            if answer.status_code == 200:
                found.append(answer.get_json()["items"][0])
                return
            # Too many at once for one file: it is told, and sent again.
            assert answer.status_code == 503

    threads = [threading.Thread(target=deliver) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_twenty_parallel_deliveries_are_one_deed(phone: Phone, elsewhere: Phone) -> None:
    log = phone.log()
    logged = in_parallel(phone, log)
    change = phone.change(log["id"], 1, [*KNEE, ("pain", "5")])
    changed = in_parallel(phone, change)
    other = phone.change(log["id"], 1, [*KNEE, ("pain", "6")])
    conflicts = in_parallel(phone, other)

    assert sorted(outcomes(logged)) == ["accepted", *["unchanged"] * 19]
    assert sorted(outcomes(changed)) == ["accepted", *["unchanged"] * 19]
    assert outcomes(conflicts) == ["conflict"] * 20
    assert {one["revision"] for one in changed} == {2}
    assert len(elsewhere.entries()) == 1
    assert elsewhere.said(log["id"])["pain"] == 5


@contextmanager
def without_record(app: Flask) -> Iterator[None]:
    """The application's record is somewhere that does not answer."""
    there = app.extensions["bleedlog.record"]
    app.extensions["bleedlog.record"] = Database("postgresql://nobody@127.0.0.1:9/nowhere")
    yield
    app.extensions["bleedlog.record"].dispose()
    app.extensions["bleedlog.record"] = there


def test_where_the_record_is_down_nothing_is_claimed(app: Flask, phone: Phone) -> None:
    kept = [phone.log() for _ in range(3)]
    with without_record(app):
        answer = phone.send(*kept)

    assert (answer.status_code, answer.get_json()["kept"]) == (503, "Nothing was stored.")
    assert answer.headers["Retry-After"] == "5"
    assert outcomes(phone.told(*kept)) == ["accepted"] * 3
