"""Getting the demo ready to be served: kept as it was, or made, or made anew."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from alembic.util import CommandError

from bleedlog.services.demo.cast import PEOPLE
from bleedlog.services.demo.folder import DemoFolder, remove_database, url_of
from bleedlog.services.demo.logins import give_password
from bleedlog.services.demo.making import Progress, make_record
from bleedlog.services.record import upgrade_record
from bleedlog.storage.demo_mark import DemoMark, is_blank, read_mark
from bleedlog.storage.engine import Database

SEED = 1952
"""The year in which haemophilia B was told apart from A (Biggs and others, BMJ 1952)."""


class DemoRefusedError(Exception):
    """Why the demo does not start, one sentence for the person at the console."""


@dataclass(frozen=True, slots=True)
class PreparedDemo:
    """A demo that can be served."""

    database_url: str
    made_on: date
    """The day that is "today" in its diaries."""


def prepare_demo(
    folder: DemoFolder,
    *,
    today: date,
    password: str,
    fresh: bool = False,
    seed: int = SEED,
    tell: Progress,
    say: Callable[[str], None],
) -> PreparedDemo:
    """See that the folder holds a finished demo whose logins have that password.

    What is there is kept, with all that visitors entered. A demo that was only half made is made
    anew. Holds the folder until the process ends.

    Args:
        folder: Entered.
        today: The day on which diaries end, if they are made now.
        password: Of all logins.
        fresh: Make everybody anew; only a demo's own database is removed for it.
        seed: Of chance.
        tell: Told how far it is.
        say: Told in a line what is done, and why.

    Raises:
        DemoInUseError: if another demo uses the folder in a way that forbids this.
        DemoRefusedError: if there is a database that the demo did not make.
    """
    database = folder.database
    # Asked before anything is looked at, so that two starts at once cannot both make it.
    folder.lock(alone=fresh or not database.exists())
    found = read_mark(database) if database.exists() else None
    if found is None and database.exists():
        message = (
            f"{database} is not a database that the demo made, so it was left alone."
            " Move it away, or start the demo in another folder."
        )
        raise DemoRefusedError(message)
    if found is None or fresh:
        _make(folder, DemoMark(seed, today), password, tell=tell, say=say)
        made_on = today
    else:
        _bring_up_to_date(url_of(database), password)
        made_on = found.made_on
    folder.lock(alone=False)
    return PreparedDemo(url_of(database), made_on)


def _make(
    folder: DemoFolder,
    mark: DemoMark,
    password: str,
    *,
    tell: Progress,
    say: Callable[[str], None],
) -> None:
    """Make everybody under another name, which the database keeps until all are in it."""
    _clear_half_made(folder, say)
    say(f"Making {PEOPLE} invented people. This takes some seconds, once.")
    make_record(folder.making, mark=mark, password=password, tell=tell)
    remove_database(folder.database)
    folder.making.rename(folder.database)


def _clear_half_made(folder: DemoFolder, say: Callable[[str], None]) -> None:
    if not folder.making.exists():
        return
    if read_mark(folder.making) is None and not is_blank(folder.making):
        message = f"{folder.making} is not a database that the demo made. Move it away."
        raise DemoRefusedError(message)
    say("An earlier start was cut short: the people are made anew.")
    remove_database(folder.making)


def _bring_up_to_date(url: str, password: str) -> None:
    record = Database(url)
    try:
        upgrade_record(record)
        give_password(record, password)
    except CommandError as error:
        message = "The demo's data are of another version. Make new ones: bleedlog demo --fresh"
        raise DemoRefusedError(message) from error
    finally:
        record.dispose()
