"""The people of one demo, told once for all tests of the folder."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from bleedlog.services.columns import diaries_of, reading_of
from bleedlog.services.demo.cast import Member, everybody
from bleedlog.services.demo.folder import DemoFolder
from bleedlog.services.demo.preparing import SEED, PreparedDemo, prepare_demo
from bleedlog.statistics.columns import Diaries
from bleedlog.storage.engine import Database
from tests.demos import PASSWORD, TODAY

ANOTHER_DAY = pytest.param(date(2027, 8, 31), marks=pytest.mark.slow)


def columns_of(cast: Sequence[Member]) -> Diaries:
    """Their diaries as statistics read them, in the order of the cast."""
    rows = [
        reading_of(member.person.id, told.entry, order)
        for member in cast
        for order, told in enumerate(member.told)
    ]
    return diaries_of(rows, [member.person.id for member in cast])


def prepare(
    folder: DemoFolder,
    *,
    today: date = TODAY,
    password: str = PASSWORD,
    fresh: bool = False,
    say: Callable[[str], None] = lambda _line: None,
) -> PreparedDemo:
    """As the command prepares it, without its progress bar."""
    return prepare_demo(
        folder,
        today=today,
        password=password,
        fresh=fresh,
        tell=lambda _what, _share: None,
        say=say,
    )


@pytest.fixture(scope="session")
def cast() -> list[Member]:
    """Everybody of the demo that people get, made on `TODAY`."""
    return list(everybody(SEED, TODAY))


@pytest.fixture
def demo_record(made: Path) -> Iterator[Database]:
    """The finished demo's record, not to be written to."""
    record = Database(f"sqlite:///{made / 'bleedlog.db'}")
    yield record
    record.dispose()
