"""A gunicorn that is killed and started again, on one socket that stays open."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import requests

from bleedlog.models.viewer import Viewer
from bleedlog.services.sessions import SessionKey, begin_session
from bleedlog.storage.engine import Database
from bleedlog.web.account.browser_session import write_cookie
from tests.faults.loggers import Answer, Send

SECONDS_TO_START = 60
WORKERS = 2


class Server:
    """The application served from that database. What it says goes into a file."""

    def __init__(self, database_url: str, log: Path) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._environment = os.environ | {
            "BLEEDLOG_DATABASE_URL": database_url,
            "BLEEDLOG_SECRET_KEY": secrets.token_hex(32),
            "BLEEDLOG_BASE_URL": self.url,
        }
        self._log = log
        self._master: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        assert self._master is not None
        for pid in [*self._workers(), self._master.pid]:
            os.kill(pid, signal.SIGKILL)
        self._master.wait()
        self._listener.close()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        fd = self._listener.fileno()
        with self._log.open("a") as written:
            self._master = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "--bind", f"fd://{fd}"),
                    *("--workers", str(WORKERS), "--worker-class", "sync", "--preload"),
                    "--no-control-socket",
                    "bleedlog:create_app()",
                ],
                env=self._environment,
                pass_fds=[fd],
                stdout=written,
                stderr=written,
            )
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        """Wait for it, as whoever watches a server would."""
        until = time.monotonic() + SECONDS_TO_START
        assert self._master is not None
        while time.monotonic() < until and self._master.poll() is None:
            try:
                if requests.get(f"{self.url}/healthz", timeout=5).ok:
                    return
            except requests.RequestException:
                time.sleep(0.05)
        raise RuntimeError(f"the server did not start:\n{self._log.read_text()}")

    def kill_worker(self) -> None:
        """End one of its workers in the midst of whatever it does."""
        for pid in self._workers()[:1]:
            os.kill(pid, signal.SIGKILL)

    def kill_workers(self) -> None:
        """End all of them at once."""
        for pid in self._workers():
            os.kill(pid, signal.SIGKILL)

    def _workers(self) -> list[int]:
        assert self._master is not None
        children = Path(f"/proc/{self._master.pid}/task/{self._master.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill_master(self) -> None:
        """End it at once with its workers, and start it again.

        Workers whose master is gone look for it only when nobody waits to be served: while people
        log they would serve on, beside those of the new master, and no kill would reach them.
        """
        assert self._master is not None
        workers = self._workers()
        self._master.kill()
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        self._master.wait()
        self.start()


class Sender:
    """How a phone posts to the server: with a cookie, and the token that goes with it."""

    def __init__(self, server: Server, key: SessionKey) -> None:
        self._server, self._cookies = server, {"bleedlog": write_cookie(key, key.secret)}
        told = self._ask("GET", "session")[1]
        self._headers = {"X-CSRFToken": told["csrf_token"]}

    def __call__(self, body: dict[str, Any]) -> Answer:
        """Post; 0 where no answer came."""
        return self._ask("POST", "sync", json=body, headers=self._headers)

    def _ask(self, method: str, path: str, **more: Any) -> Answer:
        try:
            answer = requests.request(
                method,
                f"{self._server.url}/api/v1/{path}",
                cookies=self._cookies,
                timeout=40,
                **more,
            )
            return answer.status_code, answer.json()
        except requests.RequestException:
            return 0, None


def signed_in(record: Database, user: UUID) -> SessionKey:
    """A session of that user's."""
    with record.transaction(Viewer(user)) as connection:
        now = datetime.now(UTC)
        return begin_session(connection, user_id=user, keep=True, now=now)


def sender_of(server: Server, record: Database, user: UUID) -> Send:
    """That user's phone."""
    return Sender(server, signed_in(record, user))
