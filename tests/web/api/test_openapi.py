"""The OpenAPI document holds: what is made up from it is answered as it says, never by a 500."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from bleedlog.models.api_token import Scope
from tests.people import People
from tests.web.api.conftest import Ann
from tests.web.api.program import new_token
from tests.web.browser import Browser

BASE = "http://127.0.0.1:8000"

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
    checks.ignored_auth,
]
OPERATIONS = [
    ("/api/v1/entries", "GET"),
    ("/api/v1/entries", "POST"),
    ("/api/v1/rates", "GET"),
    ("/api/v1/session", "GET"),
    ("/api/v1/sync", "POST"),
]
TRIED = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_is_made_up_from_the_document_is_answered_as_it_says(
    app: Flask,
    people: People,
    ann: Ann,
    operation: tuple[str, str],
    mode: schemathesis.GenerationMode,
    *,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both what the document allows and what it does not."""
    # Its requests come without our host.
    monkeypatch.setitem(app.config, "TRUSTED_HOSTS", None)
    token = new_token(people.record, ann.user, ann.patient, Scope.READ, Scope.LOG)
    path, method = operation
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)[path][method]
    statuses: list[int] = []

    @TRIED
    @given(case=described.as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        answer = case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)
        statuses.append(answer.status_code)

    run()
    assert len(statuses) >= 20
    # A token opens no session; that it says so as the document says, too, was looked at above.
    if mode is schemathesis.GenerationMode.POSITIVE and method == "GET":
        assert (401 if path.endswith("session") else 200) in statuses


def test_every_limit_in_it_is_one_that_readers_know(app: Flask) -> None:
    described = app.test_client().get("/api/v1/openapi.json", base_url=BASE).get_json()

    def keys(part: object) -> Iterator[str]:
        if isinstance(part, dict):
            yield from part
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        for one in inner:
            yield from keys(one)

    assert {"ge", "le", "gt", "lt", "max_length"} & set(keys(described)) == set()
    months = described["paths"]["/api/v1/rates"]["get"]["parameters"][2]
    assert months["schema"] == {"type": "integer", "minimum": 1, "maximum": 1200}
    start = described["components"]["schemas"]["Bleed"]["properties"]["start"]
    for text, fits in (("2024-03-01", True), ("2024-03-01T14:30", True), ("", False),
                       ("2024-13-01", False), ("2024-03-01T24:00", False)):  # fmt: skip
        assert bool(re.search(start["pattern"], text)) is fits


def test_who_owes_a_second_factor_is_told_so_as_it_says(app: Flask, people: People) -> None:
    """The pages' own script asks by a cookie."""
    people.staff("Nia", people.clinic())
    nia = Browser(app, base_url=BASE)
    nia.sign_in_by_password("Nia")

    for path in ("/api/v1/session", "/api/v1/entries"):
        answer = nia.get(path)
        assert answer.status_code == 401
        told = answer.get_json()
        assert set(told) == {"error", "happened", "kept", "do"}
        assert told["error"] == "second_factor"
