"""The database: there, of this version, durable, and with walls that hold."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from bleedlog.config import NO_DEMO, Settings
from bleedlog.services.doctor.finding import Finding, good, wrong
from bleedlog.services.record import (
    Record,
    RecordBusyError,
    RecordOutdatedError,
    check_record,
    open_owned_record,
)
from bleedlog.storage.demo_mark import read_mark
from bleedlog.storage.facts import (
    DatabaseFacts,
    PostgresqlFacts,
    SqliteFacts,
    database_facts,
    file_of,
    newest_event,
)

NEWEST_BROKEN_SQLITE = (3, 51, 2)
"""Can lose data when a WAL is reset (sqlite.org, "The WAL-reset bug")."""
OLDEST_POSTGRESQL = 15
FULL = 2
SKEW = timedelta(minutes=1)

UPGRADE = "bleedlog db upgrade"
TWO_ROLES = "see “PostgreSQL: two roles” in the README"


def look_at_database(settings: Settings) -> Iterator[Finding]:
    """By the server's URL, and by the owner's where there is one."""
    with _opened(Record(settings.database_url)) as record:
        # Asked first: SQLite makes a file that is not there.
        file = file_of(record)
        if file is not None and not file.is_file():
            yield wrong("database", f"there is no file {file}", UPGRADE)
            return
        facts = None
        try:
            check_record(record)
            facts = database_facts(record)
        except RecordBusyError:
            yield _away(settings)
        except RecordOutdatedError as error:
            said, run, _ = str(error).partition(". Run")
            yield wrong("database", said, UPGRADE if run else "")
        if facts is None:
            return
        yield good("database", f"{facts.name}, of this version's schema")
        if isinstance(facts, SqliteFacts):
            if settings.demo and read_mark(facts.file) is None:
                # It says what to do itself.
                yield wrong("demo", NO_DEMO, "")
            yield from _of_sqlite(facts)
        else:
            yield from _of_postgresql(facts)
            yield from _of_owner(settings, facts)
        yield from _of_clock(record, facts)


def _away(settings: Settings) -> Finding:
    """Why the server's URL leads nowhere: before the first upgrade its role is not there."""
    if settings.owner_database_url is not None:
        with _opened(open_owned_record(settings)) as record, suppress(RecordBusyError):
            with record.reading():
                pass
            return wrong(
                "database",
                "the owner's role gets in, and the server's does not",
                f"{UPGRADE} makes it; if it is there, give BLEEDLOG_DATABASE_URL its password",
            )
    return wrong(
        "database",
        "it does not answer",
        "see that it is up, and that BLEEDLOG_DATABASE_URL has the right host, name, role and"
        " password",
    )


@contextmanager
def _opened(record: Record) -> Iterator[Record]:
    try:
        yield record
    finally:
        record.dispose()


def _of_sqlite(facts: SqliteFacts) -> Iterator[Finding]:
    if facts.version <= NEWEST_BROKEN_SQLITE:
        yield wrong("SQLite", "this version can lose entries", "pip install --upgrade pysqlite3")
    elif facts.journal != "wal" or facts.synchronous != FULL:
        yield wrong(
            "SQLite",
            f"journal {facts.journal}, synchronous {facts.synchronous}: a power cut loses entries",
            "keep the file on a disk of this machine, not on a network",
        )
    else:
        yield good("SQLite", "what was acknowledged survives a power cut (WAL, synchronous FULL)")
    if facts.others_can_read:
        yield wrong(
            "database file",
            "other users of this machine can read the diaries",
            f"chmod 600 {facts.file}",
        )


def _of_postgresql(facts: PostgresqlFacts) -> Iterator[Finding]:
    if facts.major < OLDEST_POSTGRESQL:
        yield wrong("PostgreSQL", f"version {facts.major}", f"use {OLDEST_POSTGRESQL} or newer")
    if facts.synchronous_commit == "off":
        yield wrong(
            "PostgreSQL", "a power cut loses entries", "set synchronous_commit to on for the role"
        )
    if facts.powers:
        yield wrong(
            "database role",
            f"{facts.role}, which {' and '.join(facts.powers)}: the server will not start",
            TWO_ROLES,
        )
    elif facts.open_tables:
        yield wrong(
            "database walls",
            f"no row-level security on {', '.join(facts.open_tables)}",
            f"as the owner: {UPGRADE}",
        )
    elif facts.changeable:
        yield wrong(
            "database role",
            f"{facts.role} can change {', '.join(facts.changeable)}",
            f"as the owner: {UPGRADE}",
        )
    else:
        yield good("database role", f"{facts.role} owns nothing, and sees a viewer's diaries only")


def _of_owner(settings: Settings, facts: PostgresqlFacts) -> Iterator[Finding]:
    if settings.owner_database_url is None:
        return
    with _opened(open_owned_record(settings)) as record:
        try:
            owners = database_facts(record)
        except RecordBusyError:
            yield wrong(
                "owner's role",
                "the database does not let it in",
                "see that BLEEDLOG_OWNER_DATABASE_URL has the right role and password",
            )
            return
    if not isinstance(owners, PostgresqlFacts) or owners.place != facts.place:
        yield wrong(
            "owner's role",
            "BLEEDLOG_OWNER_DATABASE_URL leads to another database",
            "name the database of BLEEDLOG_DATABASE_URL",
        )
    elif not owners.sees_everything:
        yield wrong("owner's role", f"{owners.role} does not own the tables", TWO_ROLES)
    else:
        yield good("owner's role", f"{owners.role}, for the command line")


def _of_clock(record: Record, facts: DatabaseFacts) -> Iterator[Finding]:
    now = datetime.now(UTC)
    mend = "set this machine's clock, by NTP"
    if isinstance(facts, PostgresqlFacts) and abs(facts.now - now) > SKEW:
        seconds = round((facts.now - now).total_seconds())
        yield wrong("clock", f"{seconds:+} seconds beside the database server's", mend)
        return
    newest = newest_event(record)
    if newest is not None and newest > now + SKEW:
        yield wrong(
            "clock", f"behind what was recorded already at {newest:%Y-%m-%d %H:%M} UTC", mend
        )
    else:
        yield good("clock", f"{now:%Y-%m-%d %H:%M} UTC")
