"""Instants in tables are kept in UTC and come back aware, on a database that forgets zones too."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine, literal, select, text
from sqlalchemy.exc import StatementError

from bleedlog.models.columns import UTC_TIME, UtcDateTime

SUMMER = datetime(2026, 8, 6, 14, 30, tzinfo=ZoneInfo("Europe/London"))


def kept(value: datetime | None) -> object:
    """What comes back of it from SQLite."""
    with create_engine("sqlite://").connect() as connection:
        return connection.execute(select(literal(value, UTC_TIME))).scalar_one()


def test_an_instant_is_kept_in_utc() -> None:
    assert kept(SUMMER) == datetime(2026, 8, 6, 13, 30, tzinfo=UTC)


def test_no_instant_stays_none() -> None:
    assert kept(None) is None


def test_a_time_of_no_zone_is_refused() -> None:
    with pytest.raises(StatementError, match="naive"):
        kept(datetime(2026, 8, 6, 14, 30))  # noqa: DTZ001 - it is what must not be stored


def test_what_was_written_without_a_zone_was_utc() -> None:
    query = text("SELECT '2026-08-06 13:30:00.000000' AS at").columns(at=UtcDateTime())
    with create_engine("sqlite://").connect() as connection:
        assert connection.execute(query).scalar_one() == SUMMER
