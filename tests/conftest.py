"""What holds for every test: nothing leaves this machine, made-up cases are fairly chosen."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Fixtures that any room may ask for.
pytest_plugins = ["tests.databases", "tests.hashing"]

# No deadline: on a busy machine of two cores it would measure the neighbours. In CI the same cases
# come each time; `HYPOTHESIS_PROFILE=thorough` looks ten times further.
settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.register_profile("thorough", parent=settings.get_profile("house"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

# What the tests of a folder need, so that `make check` can leave them out.
MARKS_OF_FOLDERS = {
    "browser": ("browser", "slow"),
    "cli": ("slow",),
    "faults": ("slow",),
    "services/demo": ("slow",),
    "twin": ("slow",),
    "web/account": ("slow",),
    "webkit": ("webkit", "slow"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser or takes long by the folder it is in."""
    here = Path(__file__).parent
    for item in items:
        room = item.path.relative_to(here).parent.as_posix()
        for mark in MARKS_OF_FOLDERS.get(room, ()):
            item.add_marker(mark)
