"""How long "forgotten" takes says nothing about who signs in here, measured at a real server.

As somebody outside measures it: from sending the request until the connection closes. The mail
server is slow, so that work for a known address would show if anybody waited for it.
"""

import http.client
import itertools
import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlencode, urlsplit

import pytest

from tests.browser.site import Site, served
from tests.mailbox import Mailbox, mailbox
from tests.people import People, email_of

EACH = 25
ROUNDS = 4
"""A busy machine may spoil a round; one that differs by design differs in all."""

_places = itertools.count(1)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as box:
        box.takes = 0.2
        yield box


@pytest.fixture
def site(migrated_file: Path, tmp_path: Path, box: Mailbox) -> Iterator[Site]:
    database = tmp_path / "bleedlog.db"
    shutil.copyfile(migrated_file, database)
    mail = {"BLEEDLOG_SMTP_URL": box.url, "BLEEDLOG_MAIL_FROM": "diary@example.org"}
    with served(database, tmp_path / "log", BLEEDLOG_PROXIES="1", **mail) as site:
        yield site


def ask(site: Site, headers: dict[str, str], token: str, email: str) -> float:
    """Seconds until the answer is there and the connection is closed."""
    # Each from another place, as a proxy in front tells: none is slowed for trying often.
    number = next(_places)
    body = urlencode({"email": email, "csrf_token": token})
    told = headers | {
        "Host": urlsplit(site.url).netloc,
        "X-Forwarded-For": f"198.51.{number // 250}.{number % 250}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(body)),
    }
    lines = [f"{name}: {value}" for name, value in told.items()]
    sent = "\r\n".join(["POST /forgotten HTTP/1.1", *lines, "", body]).encode()
    host, port = urlsplit(site.url).hostname, urlsplit(site.url).port
    with socket.create_connection((host, port), timeout=30) as connection:
        began = perf_counter()
        connection.sendall(sent)
        answer = b""
        while part := connection.recv(65536):
            answer += part
        took = perf_counter() - began
    assert b" 303 " in answer.split(b"\r\n")[0], answer
    assert b"Location: /forgotten?asked" in answer, answer
    return took


def open_form(site: Site) -> tuple[dict[str, str], str]:
    """The cookie and the token of a browser that opened the form."""
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=30)
    connection.request("GET", "/forgotten")
    answer = connection.getresponse()
    page = answer.read().decode()
    cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
    connection.close()
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return {"Cookie": cookie}, found[1]


def test_a_known_address_takes_as_long_as_an_unknown_one(site: Site, box: Mailbox) -> None:
    people = People(site.record)
    headers, token = open_form(site)
    ask(site, headers, token, "warm@people.example")
    ratios = []
    for turn in range(ROUNDS):
        names = [f"Known{turn}x{number}" for number in range(EACH)]
        for name in names:
            people.user(name)
        known, unknown = [], []
        for number, name in enumerate(names):
            known.append(ask(site, headers, token, email_of(name)))
            unknown.append(ask(site, headers, token, f"nobody{turn}x{number}@people.example"))
        box.wait_for(email_of(names[-1]))
        ratios.append(median(known) / median(unknown))
        if 1 / 1.2 < ratios[-1] < 1.2:
            return
    raise AssertionError(f"known to unknown, by round: {ratios}")
