"""What every answer carries, whoever asks for whatever: headers that protect, and no cache."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.rules.access_table import rows
from tests.rules.access_walker import Walker, ways_of
from tests.rules.access_world import World, made_world

pytestmark = pytest.mark.slow

EXACTLY: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> World:
    return made_world(tmp_path_factory.mktemp("answers"), migrated_file)


def faults_of(answer: TestResponse) -> dict[str, str | None]:
    headers = answer.headers
    faults = {
        name: headers.get(name) for name, value in EXACTLY.items() if headers.get(name) != value
    }
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy:
        faults["Content-Security-Policy"] = policy
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        faults["Permissions-Policy"] = headers.get("Permissions-Policy")
    faults |= {
        name: value
        for name, value in headers.items()
        if name in {"Server", "X-Powered-By", "Access-Control-Allow-Origin"}
    }
    for cookie in headers.getlist("Set-Cookie"):
        if not {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; ")):
            faults["Set-Cookie"] = cookie.partition("=")[0]
    return faults


@pytest.mark.parametrize("column", ["no", "A", "B", "cl", "ad", "1f", "tr"])
def test_every_answer_protects_who_reads_it(world: World, column: str) -> None:
    walker, ways = Walker(world, column), ways_of(world)
    faults = {
        name: found
        for name in rows()
        if name in ways and (found := faults_of(walker.ask(ways[name])))
    }

    assert faults == {}
