"""Where the demo keeps its things: one folder, `.demo`, that nobody else writes to."""

import fcntl
import os
import secrets
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import URL

NAME = ".demo"

_ONLY_MINE = 0o600
_SECRET_BYTES = 48
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_WORDS, _SYLLABLES = 4, 2
_BESIDE_SQLITE = ("", "-wal", "-shm", "-journal")


class DemoInUseError(Exception):
    """Another demo runs, or is being made, in the same folder."""


class DemoFolder:
    """The folder of a demo. Leaving the context lets go of it."""

    def __init__(self, path: Path) -> None:
        """Take the folder's path; its parent exists."""
        self._path = path.resolve()
        self._lock: int | None = None

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def open(self) -> None:
        """Make the folder if there is none."""
        self._path.mkdir(mode=0o700, exist_ok=True)

    @property
    def database(self) -> Path:
        """The finished database."""
        return self._path / "bleedlog.db"

    @property
    def making(self) -> Path:
        """The database while it is made: it gets its name when everybody is in it."""
        return self._path / "making.db"

    @property
    def secret_key_file(self) -> Path:
        """The file of the secret key, made once."""
        return self._kept("secret_key", secrets.token_urlsafe(_SECRET_BYTES))

    @property
    def password(self) -> str:
        """The password made at the first start."""
        return self._kept("password", _speakable()).read_text(encoding="utf-8")

    def lock(self, *, alone: bool) -> None:
        """Hold the folder until this process ends, and the server that it becomes.

        Raises:
            DemoInUseError: if somebody else holds it, or (`alone`) uses it at all.
        """
        if self._lock is None:
            self._lock = os.open(self._path / "lock", os.O_RDWR | os.O_CREAT, _ONLY_MINE)
            os.set_inheritable(self._lock, True)
        try:
            fcntl.flock(self._lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoInUseError from None

    def _kept(self, name: str, fresh: str) -> Path:
        path = self._path / name
        if not path.exists():
            # Written whole under another name: a start that is killed here leaves no half secret.
            half = self._path / f"{name}.new"
            half.unlink(missing_ok=True)
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT, _ONLY_MINE), "w") as file:
                file.write(fresh)
            half.rename(path)
        return path


def url_of(database: Path) -> str:
    """The URL of a SQLite database."""
    return URL.create("sqlite", database=str(database)).render_as_string()


def remove_database(database: Path) -> None:
    """Remove a SQLite database with what stands beside it."""
    for ending in _BESIDE_SQLITE:
        database.with_name(database.name + ending).unlink(missing_ok=True)


def _speakable() -> str:
    """A password that can be read out and typed, of some 49 random bits."""
    return "-".join(
        "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(_SYLLABLES))
        for _ in range(_WORDS)
    )
