"""A server that is stopped and started again, on one port and one record."""

import os
import secrets
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from bleedlog.storage.engine import Database
from tests.browser.site import Site, wait_for


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@dataclass
class Server:
    """`bleedlog serve` over a SQLite file."""

    database: Path
    log: Path
    port: int = field(default_factory=_free_port)
    secret: str = field(default_factory=lambda: secrets.token_hex(32))
    process: subprocess.Popen[bytes] | None = None
    home: Path | None = None
    """Where its code is, if not here: another version."""

    def __post_init__(self) -> None:
        """Open the record."""
        self.record = Database(f"sqlite:///{self.database}")

    @property
    def url(self) -> str:
        """Where it answers while it runs."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Let it answer."""
        told = {
            "BLEEDLOG_DATABASE_URL": f"sqlite:///{self.database}",
            "BLEEDLOG_SECRET_KEY": self.secret,
            "BLEEDLOG_BASE_URL": self.url,
        }
        with self.log.open("a") as written:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}"),
                    # Threads stand for the proxy of production: browsers open connections that they
                    # may need, and each would hold a worker of its own.
                    *("--worker-class", "gthread", "--threads", "6", "--preload"),
                    "--no-control-socket",
                    "bleedlog:create_app()",
                ],
                env=os.environ | told,
                cwd=self.home,
                stdout=written,
                stderr=written,
            )
        wait_for(self.url, self.process, self.log)

    def stop(self) -> None:
        """Let nobody answer there any more."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None

    def close(self) -> None:
        """Stop it for good."""
        self.stop()
        self.record.dispose()

    def signed_in_as(self, user: UUID) -> dict[str, str]:
        """The cookie of somebody who signed in."""
        return Site(self.url, self.record).signed_in_as(user)

    def bleeds_of(self, diary: UUID) -> list[str]:
        """The places of somebody's bleeds that the server has, oldest first."""
        with self.record.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT side || ' ' || site FROM entry WHERE patient_id = ? AND kind = 'bleed'"
                " AND withdrawn = 0 ORDER BY seq",
                (diary.hex,),
            )
            return [str(row[0]) for row in rows]
