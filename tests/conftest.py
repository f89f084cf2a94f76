"""What holds for every test: nothing leaves this machine, made-up cases are fairly chosen."""

import os
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from hypothesis import settings

import bleedlog.models
import bleedlog.statistics

# Fixtures that any room may ask for.
pytest_plugins = ["tests.databases", "tests.demos", "tests.hashing"]

# No deadline: on a busy machine of two cores it would measure the neighbours. In CI the same cases
# come each time; `HYPOTHESIS_PROFILE=thorough` looks ten times further.
settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.register_profile("thorough", parent=settings.get_profile("house"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

# Whose tests are to walk through statistics and models in every direction. To watch all the others
# takes a third of their time, and would count what nobody looked at.
MEASURED_FOLDERS = {"exchange", "models", "statistics"}

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


# Two programs that wait for each other, on a machine that may be busy: one of thousands of such
# tests a run meets an order of events that nobody thought of. It is tried once more and told under
# "rerun test summary"; a fault of the product fails twice.
BROWSERS = {"browser", "webkit"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say what may be asked for."""
    parser.addoption(
        "--second-look",
        action="store_true",
        help="try a test once more where a browser was too slow or too quick for it, and say so",
    )


def pytest_sessionstart(session: pytest.Session) -> None:
    """Read what is measured while coverage looks: whatever test is read first would, unwatched."""
    if session.config.pluginmanager.hasplugin("_cov"):
        for room in (bleedlog.models, bleedlog.statistics):
            for module in iter_modules(room.__path__, f"{room.__name__}."):
                import_module(module.name)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, object, object]:
    """Let coverage look away while tests of other folders are read."""
    with _unwatched(collector):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let coverage look away from tests of other folders, their fixtures included."""
    with _unwatched(item):
        return (yield)


@contextmanager
def _unwatched(node: pytest.Item | pytest.Collector) -> Iterator[None]:
    """Take coverage's tracer away, unless it is to watch what is in this folder.

    Its own pause is not enough: where tests run side by side each process has two collectors, one
    begun before it knew that it is one of several, and when one pauses the other goes on.
    """
    here = Path(__file__).parent
    is_measured = not MEASURED_FOLDERS.isdisjoint(node.path.relative_to(here).parts[:1])
    if is_measured or node.path == here or not node.config.pluginmanager.hasplugin("_cov"):
        yield
        return
    watching, watching_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        yield
    finally:
        sys.settrace(watching)
        threading.settrace(watching_threads)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs a browser or takes long by the folder it is in."""
    here = Path(__file__).parent
    for item in items:
        room = item.path.relative_to(here).parent.as_posix()
        for mark in MARKS_OF_FOLDERS.get(room, ()):
            item.add_marker(mark)
        if "open_phone" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        needs_browser = not BROWSERS.isdisjoint(mark.name for mark in item.iter_markers())
        if needs_browser and config.getoption("--second-look"):
            item.add_marker(pytest.mark.flaky(reruns=1))
