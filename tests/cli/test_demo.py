"""The demo as somebody starts it who wants to look: one command, one password, one page."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

PROGRAM = [sys.executable, "-c", "from bleedlog.cli import main; main()", "demo"]
LISTENING = "0A"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def started(folder: Path, *options: str, **environment: str) -> Iterator["subprocess.Popen[str]"]:
    """A demo in that folder, ended as Ctrl-C ends it."""
    clean = {name: word for name, word in os.environ.items() if not name.startswith("BLEEDLOG_")}
    process = subprocess.Popen(
        [*PROGRAM, *options],
        cwd=folder,
        env=clean | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            process.communicate(timeout=60)


def refused(folder: Path, *options: str, code: int = 1, **environment: str) -> str:
    """What a start says that does not come to serving."""
    with started(folder, *options, **environment) as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode == code
    return said


def printed_until_ready(process: "subprocess.Popen[str]", port: int) -> str:
    """What was printed before the server listens, once it answers."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        if "Listening at" in line:
            break
        said += line
    for _ in range(300):
        try:
            build_opener().open(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
        except OSError:  # a worker is still starting
            time.sleep(0.1)
        else:
            return said
    raise AssertionError(said)


def sign_in(port: int, password: str) -> str:
    """The first page of the patient who signs in with that password."""
    browser: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
    address = f"http://127.0.0.1:{port}/sign-in"
    form = browser.open(address, timeout=30).read().decode()
    hidden = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))
    answers = hidden | {"email": "patient@demo.example", "password": password}
    browser.addheaders = [("Origin", f"http://127.0.0.1:{port}"), ("Referer", address)]
    page: str = browser.open(address, urlencode(answers).encode(), timeout=30).read().decode()
    return page


def addresses_listened_on(port: int) -> set[str]:
    """Local addresses of listening sockets with that port, as the kernel writes them."""
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    ]
    return {
        row[1].split(":")[0]
        for row in rows
        if row[3] == LISTENING and row[1].endswith(f":{port:04X}")
    }


def test_a_port_in_use_is_said_in_one_line_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused(tmp_path, "--port", str(port))

    assert said.startswith(f"Error: Port {port} is in use.")
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_the_environment_names_is_not_touched(tmp_path: Path) -> None:
    real = tmp_path / "real.db"

    said = refused(tmp_path, "--port", str(free_port()), BLEEDLOG_DATABASE_URL=f"sqlite:///{real}")

    assert "not the demo's" in said
    assert said.count("\n") == 1
    assert not real.exists()
    assert not (tmp_path / ".demo" / "bleedlog.db").exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "tomorrow"])
def test_a_day_that_nobody_can_imagine_is_a_wrong_option(tmp_path: Path, day: str) -> None:
    said = refused(tmp_path, "--port", str(free_port()), "--today", day, code=2)

    assert "--today" in said
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_used_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / ".demo").write_text("a file of somebody's")

    said = refused(tmp_path, "--port", str(free_port()))

    assert said.startswith("Error: The folder .demo cannot be used here")
    assert said.count("\n") == 1


@pytest.mark.slow
def test_killed_while_making_then_served_then_kept(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, "--port", str(port)) as process:
        half = tmp_path / ".demo" / "making.db"
        while not (half.exists() and half.stat().st_size > 400_000):
            assert process.poll() is None
            time.sleep(0.02)
        process.kill()
        process.communicate(timeout=30)

    with started(tmp_path, "--port", str(port)) as process:
        said = printed_until_ready(process, port)
        found = re.search(r"Password +(\S+)", said)
        assert found is not None
        assert "cut short" in said
        for part in ("patient", "carer", "haematologist", "nurse", "admin"):
            assert f"{part}@demo.example" in said
        assert f"http://127.0.0.1:{port}" in said
        assert addresses_listened_on(port) == {"0100007F"}, "127.0.0.1 and no other"

        page = sign_in(port, found[1])
        assert "Demo: these people are invented" in page
        assert "Right ankle" in page
        assert "It has stopped" in page

        os.killpg(process.pid, signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        # A reply that the Ctrl-C cut off is gunicorn's to note; we end without a trace of ours.
        assert "KeyboardInterrupt" not in rest
        assert "/bleedlog/cli/" not in rest

    later = ("--port", str(port), "--today", "2031-01-01")
    with started(tmp_path, *later, BLEEDLOG_DEMO_PASSWORD="chosen") as process:
        said = printed_until_ready(process, port)
        assert "Making" not in said
        assert "New ones: bleedlog demo --fresh" in said
        assert "chosen" in said
        assert "Right ankle" in sign_in(port, "chosen")
