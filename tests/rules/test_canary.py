"""Canary words in every field that a person fills: none is sung in a log, an address or an error.

Everybody walks every way that there is, and asks for nonsense that holds the words, too.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from bleedlog.web.request_log import JsonLines
from tests.canary import faults_of_address, faults_of_log, personal_words, words_in
from tests.people import A_TEST
from tests.rules.access_table import rows
from tests.rules.access_walker import Walker, Way, ways_of
from tests.rules.access_world import BASE, World, made_world

pytestmark = pytest.mark.slow

WALKERS = ("no", "A", "B", "mg", "cl", "ad", "em", "1f", "tr")
# What is handed to an app on the same phone (otpauth:) goes over no network.
LINK = re.compile(r'(?:href|src|action|formaction|value)="(https?://[^"]*|/[^"]*)"')
SONG = "Zwitscherling"

SEEDS = {
    "app_user": {"name": "'{song}user' || substr(id, 30)"},
    "patient": {
        "name": "'{song}patient' || substr(id, 30)",
        "hospital_number": "'{song}hospital'",
    },
    "entry": {"note": "'{song}note'"},
    "question": {"text": "'{song}question'"},
    "invitation": {"name": "'{song}invited'"},
    "emergency_look": {"reason": "'{song}reason'"},
    "passkey": {"name": "'{song}passkey'"},
    "api_token": {"name": "'{song}token'"},
}


def failing() -> str:
    raise RuntimeError(f"{SONG} in a message") from ValueError(f"{SONG} in its cause")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> World:
    # Only after the application: the rooms of the web load each other in its order.
    from bleedlog.web.opening import Audience, open_to

    world = made_world(tmp_path_factory.mktemp("canary"), migrated_file)
    world.app.add_url_rule("/failing", "failing", open_to(Audience.ANYONE)(failing))
    with world.record.transaction(A_TEST) as connection:
        for table, columns in SEEDS.items():
            values = ", ".join(f'"{name}" = {value}' for name, value in columns.items())
            connection.execute(text(f"UPDATE {table} SET {values.format(song=SONG)}"))  # noqa: S608 - names of the schema
    world.keep()
    return world


@pytest.fixture(scope="module")
def words(world: World) -> set[str]:
    """Everything personal in the record, and what lets somebody in."""
    keys = {key for asker in world.askers.values() for key in (asker.cookie, asker.token) if key}
    found = personal_words(world.record) | keys | {world.ids["code"]}
    assert len([word for word in found if SONG in word]) >= sum(map(len, SEEDS.values()))
    return found


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """All that the application's loggers say, as the server writes it."""
    with caplog.at_level(logging.INFO, "bleedlog.web"):
        yield


def sung(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(JsonLines().format(record) for record in caplog.records)


def faults_of(answer: TestResponse, words: set[str]) -> list[str]:
    """Where an answer tells what it must not."""
    faults = []
    for name, value in answer.headers.items():
        if name == "Location":
            faults += faults_of_address(value, words)
        elif name != "Set-Cookie" and words_in(value, words):
            faults.append(f"{name}: {value[:200]}")
    if answer.mimetype == "text/html":
        links = [unescape(link) for link in LINK.findall(answer.text)]
        faults += [fault for link in links for fault in faults_of_address(link, words)]
        if answer.status_code >= 400 and "<form" not in answer.text.partition("<main")[2]:
            faults += words_in(answer.text, words)
    elif answer.status_code >= 400:
        faults += words_in(answer.get_data(as_text=True), words)
    return faults


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("column", WALKERS)
def test_no_page_or_log_of_a_walk_tells(
    world: World, words: set[str], caplog: pytest.LogCaptureFixture, column: str
) -> None:
    walker = Walker(world, column)
    ways: Mapping[str, Way] = ways_of(world)
    told = {name: faults_of(walker.ask(ways[name]), words) for name in rows() if name in ways}

    assert {name: faults for name, faults in told.items() if faults} == {}
    assert len(caplog.records) >= len(told)
    assert [record for record in caplog.records if record.levelno > logging.WARNING] == []
    assert faults_of_log(sung(caplog), words) == []


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("column", ["no", "A", "cl"])
def test_nonsense_is_not_repeated(
    world: World, words: set[str], caplog: pytest.LogCaptureFixture, column: str
) -> None:
    """Somebody sends the words where they do not belong."""
    song = f"{SONG}nonsense"
    client = Walker(world, column).client()
    asked = [
        ("GET", f"/{song}"), ("GET", f"/diary/entries/{song}"), ("GET", f"/?patient={song}"),
        ("GET", f"/clinic?search={song}"), ("GET", f"/diary?month={song}"), ("GET", "/failing"),
        ("GET", f"/static/{song}.js"), ("PUT", f"/more?{song}"), ("POST", f"/log/{song}"),
        ("POST", "/log/bleed"), ("POST", "/api/v1/entries"), ("GET", f"/looked?until={song}"),
        ("GET", f"/sign-in?next=/{song}"), ("GET", f"/api/v1/entries?cursor={song}"),
    ]  # fmt: skip
    for method, path in asked:
        answer = client.open(
            path,
            method=method,
            base_url=BASE,
            data={"note": song, "csrf_token": song},
            headers={"User-Agent": song, "Referer": f"{BASE}/{song}", "X-Request-Id": song},
        )
        answer.close()
        if answer.status_code >= 500:
            assert song not in answer.text
        assert song not in str(
            {name: v for name, v in answer.headers.items() if name != "Location"}
        )
    assert faults_of_log(sung(caplog), {*words, song}) == []
    assert SONG not in sung(caplog)


@pytest.mark.usefixtures("log")
def test_a_host_that_is_not_ours_is_not_repeated(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    song = f"{SONG}.example"
    for name in rows():
        way = ways_of(world).get(name)
        if way is not None:
            answer = world.app.test_client().open(
                way.path(world.ids), method=way.method, base_url=BASE, headers={"Host": song}
            )
            answer.close()
            # A load balancer asks whether the server lives by whatever name.
            status = 200 if name.startswith("health.") else 400
            assert (answer.status_code, song in answer.text) == (status, False), name
            assert song not in str(answer.headers), name
    assert SONG not in sung(caplog)


def test_the_canary_is_heard(words: set[str]) -> None:
    """Each check finds what it looks for."""
    song = next(word for word in words if SONG in word)
    line = json.dumps({"what": "request", "endpoint": song})

    assert faults_of_log(line, words)
    assert faults_of_log('{"what": "mail to ada@people.example"}', words)
    assert faults_of_log('{"token": "bl_0123456789abcdefghijklmnopq"}', words)
    assert faults_of_log('{"patient": "01a2038a-2849-7235-83bc-808030342fb6"}', words)
    assert faults_of_address(f"/clinic?search={song}", words)
    assert faults_of_address("/confirm?email=ada%40people.example", words)
    assert faults_of_address(f"/join#{song}", words) == []
    assert faults_of_address("/join?code=k7qm2x9d5tfw0hjek7qm2x9d", words)
    assert faults_of_address("/?patient=01a2038a-2849-7235-83bc-808030342fb6", words) == []
    assert faults_of_log('{"what": "request", "request": "0123456789abcdef"}', words) == []
