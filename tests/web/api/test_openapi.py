"""The OpenAPI document holds: what is made up from it is answered as it says, never by a 500."""

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
    if mode is schemathesis.GenerationMode.POSITIVE and method == "GET":
        assert 200 in statuses
