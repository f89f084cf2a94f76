"""The application over https, on a port that stays its own while it is stopped and started."""

import os
import secrets
import socket
import ssl
import subprocess
import sys
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from bleedlog.storage.engine import Database
from tests.canary import faults_of_log, personal_words
from tests.webkit.certificate import Certificate
from tests.webkit.until import until

SECONDS_TO_START = 60


@dataclass
class SecureSite:
    """A server that can be stopped for as long as a test likes; its record stays."""

    folder: Path
    """Holds the record `bleedlog.db`, migrated already, and gets the server's log."""
    certificate: Certificate
    port: int = 0
    _secret: str = field(default_factory=lambda: secrets.token_hex(32))
    _server: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.record = Database(self._database_url)

    @property
    def _database_url(self) -> str:
        return f"sqlite:///{self.folder / 'bleedlog.db'}"

    @property
    def _log(self) -> Path:
        return self.folder / "server.log"

    @property
    def url(self) -> str:
        """Where it is, or was before it was stopped."""
        return f"https://localhost:{self.port}"

    def start(self) -> None:
        """Serve, and wait until it answers.

        Threads, unlike `bleedlog serve`: no proxy stands in front here that would keep a browser's
        idle connections from the workers.
        """
        with (
            socket.create_server(("127.0.0.1", self.port)) as listener,
            self._log.open("a") as log,
        ):
            self.port = listener.getsockname()[1]
            self._server = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}"),
                    *("--certfile", self.certificate.path, "--keyfile", self.certificate.key),
                    *("--worker-class", "gthread", "--threads", "4", "--preload"),
                    "--no-control-socket",
                    "bleedlog:create_app()",
                ],
                env=os.environ
                | {
                    "BLEEDLOG_DATABASE_URL": self._database_url,
                    "BLEEDLOG_SECRET_KEY": self._secret,
                    "BLEEDLOG_BASE_URL": self.url,
                    "BLEEDLOG_PROXIES": "0",
                },
                pass_fds=[listener.fileno()],
                stdout=log,
                stderr=log,
            )
        until(self._answers, f"the server; {self._log} says why", SECONDS_TO_START)

    def _answers(self) -> bool:
        trust = ssl.create_default_context(cafile=self.certificate.path)
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5, context=trust):  # noqa: S310 - our own
                return True
        except OSError:
            return False

    def stop(self) -> None:
        """Serve no more: whoever calls is refused, as where there is no server."""
        if self._server is not None:
            self._server.terminate()
            self._server.wait(timeout=30)
            self._server = None

    def close(self) -> None:
        """End for good. The server's log must have told nothing of anybody."""
        self.stop()
        told = faults_of_log(self._log.read_text(), personal_words(self.record))
        self.record.dispose()
        assert told == [], "the log tells what only people know"
