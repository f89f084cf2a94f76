"""What holds for every test: nothing leaves this machine, made-up cases are fairly chosen."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

# Fixtures that any room may ask for.
pytest_plugins = ["tests.databases", "tests.demos", "tests.hashing"]

# No deadline: on a busy machine of two cores it would measure the neighbours. In CI the same cases
# come each time; `HYPOTHESIS_PROFILE=thorough` looks ten times further.
settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.register_profile("thorough", parent=settings.get_profile("house"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

# Whose tests are to walk through statistics and models in every direction. To watch all the others
# takes a third of their time, and would count what nobody looked at.
MEASURED_FOLDERS = {"exchange", "models", "statistics", "twin"}

# What the tests of a folder need, so that `make check` can leave them out.
MARKS_OF_FOLDERS = {
    "browser": ("browser", "slow"),
    "cli": ("slow",),
    "faults": ("slow",),
    "services/demo": ("slow",),
    "twin": ("slow",),
    "web/account": ("slow",),
    "web/api": ("slow",),
    "web/clinic": ("slow",),
    "web/diary": ("slow",),
    "web/rights": ("slow",),
    "web/sharing": ("slow",),
    "web/summary": ("slow",),
    "web/sync": ("slow",),
    "webkit": ("webkit", "slow"),
}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let coverage look away from tests of other folders, their fixtures included."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    controller = getattr(plugin, "cov_controller", None)
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    if controller is None or folder in MEASURED_FOLDERS:
        return (yield)
    controller.pause()
    try:
        return (yield)
    finally:
        controller.resume()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser or takes long by the folder it is in."""
    here = Path(__file__).parent
    for item in items:
        room = item.path.relative_to(here).parent.as_posix()
        for mark in MARKS_OF_FOLDERS.get(room, ()):
            item.add_marker(mark)
