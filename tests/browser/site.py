"""The application as people reach it: a gunicorn process of its own, on loopback."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from bleedlog.services.sessions import begin_session
from bleedlog.storage.engine import Database
from bleedlog.web.account.browser_session import write_cookie
from tests.canary import faults_of_address, faults_of_log, personal_words

SECONDS_TO_START = 60


@dataclass(frozen=True)
class Site:
    """A server that runs, and the record that it keeps."""

    url: str
    record: Database
    addresses: set[str] = field(default_factory=set)
    """Every address that a browser asked for."""

    def signed_in_as(self, user: UUID) -> dict[str, str]:
        """The cookie of somebody who signed in, with all that is asked for, on this device."""
        now = datetime.now(UTC)
        with self.record.transaction() as connection:
            key = begin_session(connection, user_id=user, keep=True, now=now, second_factor_at=now)
        return {"name": "bleedlog", "value": write_cookie(key, b""), "url": self.url}


@contextmanager
def served(database: Path, log: Path, **settings: str) -> Iterator[Site]:
    """Serve that SQLite file as `bleedlog serve` would, on a port that is free.

    `settings`: further variables of the environment. When all is done, neither the server's log nor
    an address that browsers asked for may have told anything of anybody.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        # By its name: passkeys belong to names, not to numbers.
        url = f"http://localhost:{port}"
        address = f"sqlite:///{database}"
        # Appended, whoever else writes there.
        with log.open("a") as written:
            server = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}"),
                    *("--workers", "2", "--worker-class", "sync", "--preload"),
                    "--no-control-socket",
                    "bleedlog:create_app()",
                ],
                env=os.environ
                | {
                    "BLEEDLOG_DATABASE_URL": address,
                    "BLEEDLOG_SECRET_KEY": secrets.token_hex(32),
                    "BLEEDLOG_BASE_URL": url,
                }
                | settings,
                pass_fds=[listener.fileno()],
                stdout=written,
                stderr=written,
            )
    record = Database(address)
    try:
        wait_for(url, server, log)
        site = Site(url, record)
        yield site
        words = personal_words(record)
        told = faults_of_log(log.read_text(), words)
        assert told == [], "the log tells what only people know"
        asked = [one for one in sorted(site.addresses) if one.startswith(url)]
        faults = [fault for one in asked for fault in faults_of_address(one, words)]
        assert faults == [], "addresses tell what only people know"
    finally:
        record.dispose()
        server.terminate()
        server.wait(timeout=30)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until it answers."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 - our own
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")
