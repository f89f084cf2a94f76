"""The disk is full: it is said, reading goes on, nothing is lost, and there is room again."""

import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.storage.engine import Database
from tests.faults.in_process import SECRET, Phone
from tests.faults.loggers import LoggingPhone, faults_of, people_logging
from tests.people import People

ROOM = 1024 * 1024
"""Bytes of the disk besides the record."""
SECONDS_TO_FILL = 60


@pytest.fixture
def small_disk(tmp_path: Path, migrated_file: Path) -> Iterator[Path]:
    """A disk with little room, and an empty record on it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    size = (migrated_file.stat().st_size + ROOM) // 1024
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip("only root can make a small disk: mount says no")
    shutil.copyfile(migrated_file, disk / "record.db")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(file: Path) -> None:
    """Take all the room that there is."""
    with suppress(OSError), file.open("wb", buffering=0) as ballast:
        while True:
            ballast.write(bytes(4096))


def wait_until_refused(phones: Sequence[LoggingPhone]) -> None:
    """Wait until each was told more than once that there is no room."""
    until = time.monotonic() + SECONDS_TO_FILL
    while any(phone.statuses[503] < 2 for phone in phones):
        assert time.monotonic() < until, "the disk did not fill up"
        time.sleep(0.02)


def test_a_full_disk(small_disk: Path) -> None:
    url = f"sqlite:///{small_disk / 'record.db'}"
    record = Database(url)
    app = create_app(Settings(url, SECRET), record)
    senders: list[Phone] = []

    def sender_of(user: UUID, _patient: UUID) -> Phone:
        senders.append(Phone(app, record, user))
        return senders[-1]

    with people_logging(People(record), sender_of) as phones:
        fill(small_disk / "ballast")
        wait_until_refused(phones)
        paths = ("/", "/diary", "/api/v1/entries", "/readyz")
        assert {path: senders[0].opens(path) for path in paths} == dict.fromkeys(paths, 200)
        (small_disk / "ballast").unlink()

    assert {status for phone in phones for status in phone.statuses} == {200, 503}
    assert faults_of(record, phones) == []
    assert all(len(phone.acknowledged) == len(phone.logged) for phone in phones)
    record.dispose()
