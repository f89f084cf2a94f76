"""The server as an operator starts it: its own process, its own workers."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from urllib.error import URLError

import pytest

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(database_url: str, log: list[str]) -> Iterator[str]:
    """The address of a running server; what it logged is in `log` when it has ended."""
    port = free_port()
    environment = os.environ | {
        "BLEEDLOG_DATABASE_URL": database_url,
        "BLEEDLOG_SECRET_KEY": "0123456789-abcdefghij-of-tests-and-no-more",
        "BLEEDLOG_BASE_URL": f"http://127.0.0.1:{port}",
    }
    program = [sys.executable, "-c", "from bleedlog.cli import main; main()"]
    server = subprocess.Popen(
        [*program, "serve", "--port", str(port), "--workers", "2"],
        env=environment,
        stderr=subprocess.PIPE,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_up(address)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        log += server.communicate(timeout=30)[1].decode().splitlines()


def get(address: str) -> HTTPResponse:
    answer: HTTPResponse = urllib.request.urlopen(address, timeout=60)  # noqa: S310 - loopback
    return answer


def send(address: str, request: bytes) -> None:
    """Send what is no request, and wait until it was answered."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(request)
        assert connection.recv(100).startswith(b"HTTP/1.1 400")


def wait_until_up(address: str) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            with get(f"{address}/healthz"):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not come up")


def test_serve_answers_pages_and_files_and_ends_when_told(sqlite_url: str) -> None:
    log: list[str] = []
    with served(sqlite_url, log) as address:
        with get(f"{address}/readyz") as ready:
            assert ready.status == 200
        with get(f"{address}/sign-in") as page:
            text = page.read().decode()
            assert "Sign in" in text
            assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
        style = re.findall(r'rel="stylesheet" href="([^"]+)"', text)[0]
        with get(address + style) as file:
            assert file.status == 200
            assert "immutable" in file.headers["Cache-Control"]
        send(address, b"GET /?name=Zwitscherling of somebody HTTP/1.1\r\n\r\n")
    with pytest.raises(URLError):
        get(f"{address}/healthz")
    assert any('"what": "unreadable request"' in line for line in log)
    assert not any("somebody" in line or "ip=" in line for line in log)
