"""One finished demo for all tests of a run: it takes longer to make than to ask most of it."""

import fcntl
import os
from datetime import date
from pathlib import Path

import pytest

from bleedlog.services.demo.folder import DemoFolder
from bleedlog.services.demo.preparing import SEED, prepare_demo

TODAY = date(2026, 11, 22)
PASSWORD = "four-words-for-tests"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a finished demo of `TODAY`, not to be written to.

    Tests run in several processes side by side: the first that asks makes it, others wait for it.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with DemoFolder(shared / "demo") as folder:
            if not folder.database.exists():
                prepare_demo(
                    folder,
                    today=TODAY,
                    password=PASSWORD,
                    seed=SEED,
                    tell=lambda _what, _share: None,
                    say=lambda _line: None,
                )
        return shared / "demo"
