"""When a session ends by itself: at rest, when it gets old, when its user's part changes."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event, text

from bleedlog.storage.engine import Database
from tests.people import People
from tests.web.browser import Browser

ALL_DAY = [f"2026-03-01T{hour}:{minute:02}Z" for hour in range(12, 24) for minute in (1, 21, 41)]


@pytest.mark.parametrize(
    ("keep", "staff", "used_at", "still_in"),
    [
        ("y", False, ["2026-03-31T11:00Z"], True),
        ("y", False, ["2026-03-31T13:00Z"], False),
        ("", False, ["2026-03-01T12:29Z"], True),
        ("", False, ["2026-03-01T12:31Z"], False),
        ("y", True, ["2026-03-01T12:29Z"], True),
        ("y", True, ["2026-03-01T12:31Z"], False),
        ("", True, ALL_DAY, True),
        ("", True, [*ALL_DAY, "2026-03-02T00:01Z"], False),
    ],
    ids=["phone in use", "phone at rest", "shared in use", "shared at rest", "staff in use",
         "staff at rest", "staff all day", "staff after twelve hours"],
)  # fmt: skip
def test_a_session_ends_when_it_rests_or_gets_old(  # noqa: PLR0917 - pytest hands them by name
    browser: Browser,
    people: People,
    keep: str,
    staff: bool,
    used_at: list[str],
    still_in: bool,
) -> None:
    if staff:
        people.staff("Ann", people.clinic())
    else:
        people.person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        browser.sign_in("Ann", **({"keep": keep} if keep else {}))
        for moment in used_at[:-1]:
            clock.move_to(moment)
            browser.get("/more")
        clock.move_to(used_at[-1])

        assert (browser.get("/more").status_code == 200) is still_in


def test_no_phone_stays_signed_in_for_longer_than_half_a_year(
    browser: Browser, people: People
) -> None:
    people.person("Ann")
    with time_machine.travel("2026-01-01T12:00Z", tick=False) as clock:
        browser.sign_in("Ann", keep="y")
        for _ in range(9):
            clock.shift(timedelta(days=20))
            assert browser.get("/more").status_code == 200
        clock.shift(timedelta(days=1))

        assert browser.get("/more").status_code == 303


def test_who_becomes_staff_does_not_keep_a_long_session(
    browser: Browser, people: People, sqlite_database: Database
) -> None:
    user = people.person("Ann")
    clinic = people.clinic()
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        browser.sign_in("Ann", keep="y")
        clock.move_to("2026-03-02T12:00Z")
        assert browser.get("/more").status_code == 200

        with sqlite_database.transaction() as connection:
            connection.execute(
                text("INSERT INTO membership VALUES ('clinician', :clinic, :user, :now, NULL)"),
                {"clinic": clinic.hex, "user": user.hex, "now": "2026-03-02 12:00:00"},
            )

        assert browser.get("/more").location == "/sign-in?next=%2Fmore"


def test_a_page_writes_no_more_than_every_few_minutes(
    browser: Browser, people: People, sqlite_database: Database
) -> None:
    def seen() -> str:
        with sqlite_database.reading() as connection:
            return str(connection.execute(text("SELECT seen_at FROM sign_in_session")).scalar())

    people.person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        browser.sign_in("Ann")
        at_first = seen()
        clock.move_to("2026-03-01T12:01Z")
        browser.get("/more")
        assert seen() == at_first
        clock.move_to("2026-03-01T12:03Z")
        browser.get("/more")
        assert seen() > at_first


def test_reading_goes_on_while_nothing_can_be_written(
    browser: Browser, people: People, sqlite_database: Database
) -> None:
    people.person("Ann")
    engine = sqlite_database.engine
    event.listen(engine, "connect", lambda one, _: one.execute("PRAGMA busy_timeout = 1"))
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        browser.sign_in("Ann")
        clock.move_to("2026-03-01T12:10Z")
        engine.dispose()
        with sqlite_database.transaction():
            assert browser.get("/more").status_code == 200
