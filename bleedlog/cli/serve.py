"""`bleedlog serve`: gunicorn around the application."""

import os
import sys
from pathlib import Path

import click

from bleedlog.cli.installation import check_server, read_settings

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn makes a file of its own there
SECONDS_FOR_A_REQUEST = 30
"""More than the record waits for another writer: "busy" is said before a worker is ended."""


def default_workers() -> int:
    """One a processor and one more, while another waits for the disk."""
    return (os.cpu_count() or 1) + 1


def become_server(*, host: str, port: int, workers: int) -> None:
    """Replace this process by gunicorn, which reads the same environment; never returns.

    Sync workers: threads let one worker take every connection. The application is loaded once,
    before the fork, so that a worker that ended is followed by another at once; it makes no
    connection to the record and starts no thread before somebody asks.
    """
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = [
        *("--bind", address),
        *("--workers", str(workers)),
        *("--worker-class", "sync"),
        "--preload",
        *("--timeout", str(SECONDS_FOR_A_REQUEST)),
        "--no-control-socket",
    ]
    if SHARED_MEMORY.is_dir():
        options += ["--worker-tmp-dir", str(SHARED_MEMORY)]
    sys.stdout.flush()
    os.execv(  # noqa: S606 - a program of this environment, without a shell
        sys.executable,
        [sys.executable, "-m", "gunicorn", *options, "bleedlog:create_app()"],
    )


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Port to listen on.",
)
@click.option(
    "--workers",
    default=default_workers,
    show_default="one a processor, and one",
    type=click.IntRange(1, 64),
    help="Processes that answer requests.",
)
def serve(host: str, port: int, workers: int) -> None:
    """Serve the application, as these variables say.

    \b
    BLEEDLOG_DATABASE_URL  where diaries are kept: sqlite:////path/diary.db
                           or postgresql://user:password@host/name
    BLEEDLOG_SECRET_KEY    at least 32 random characters
    BLEEDLOG_BASE_URL      the address that people use, https://...
                           (http on 127.0.0.1)  [default: http://127.0.0.1:8000]
    BLEEDLOG_PROXIES       how many proxies stand in front
                           [default: 1 for https, else 0]

    What holds a password may be named by a file: BLEEDLOG_SECRET_KEY_FILE. The README lists all
    settings. Run "bleedlog db upgrade" first.
    """  # noqa: D301 - the sign by which click keeps lines as they are
    check_server(read_settings())
    become_server(host=host, port=port, workers=workers)
