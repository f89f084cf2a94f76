"""A throwaway PostgreSQL cluster: started for a test run, gone with it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url


class PostgresqlMissingError(Exception):
    """No PostgreSQL server programs on this machine."""


def _programs() -> Path:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not versions:
        message = "PostgreSQL is not installed: apt-get install postgresql"
        raise PostgresqlMissingError(message)
    return versions[-1].parent


def _run(*command: str | Path) -> None:
    # PostgreSQL refuses to run as root, so root becomes the user that Debian made for it.
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(
        [str(part) for part in command],
        check=True,
        user=user,
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
    )


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """Run a cluster on a socket of its own; gives the URL of its maintenance database.

    `durable`: it waits for the disk, as in life; tests do not.

    Raises:
        PostgresqlMissingError: where there is no server to run.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="bleedlog-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    try:
        _run(programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8")
        settings = f"-c listen_addresses='' -c unix_socket_directories={folder}"
        settings += "" if durable else " -c fsync=off"
        _run(
            *(programs / "pg_ctl", "-D", data, "-w", "-t", "60"),
            *("-l", folder / "log", "-o", settings, "start"),
        )
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def restart_at_once(url: str) -> None:
    """End the cluster of that URL without asking anybody, and start it again."""
    folder = Path(str(make_url(url).query["host"]))
    _run(
        *(_programs() / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "-t", "60"),
        *("-l", folder / "log", "restart"),
    )
