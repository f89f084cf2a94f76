"""When something was done, by a phone's clock that may be off."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bleedlog.models.phone import Tap

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=n) for n in (1, 60, 3600, 86400))


def tap(at: timedelta, ahead: timedelta = 0 * SECOND) -> Tap:
    """A tap so long after noon by the phone's clock, sent at noon by the server's."""
    return Tap(UUID(int=1), NOON + at, "UTC", sent=NOON + ahead, received=NOON)


@pytest.mark.parametrize(
    ("at", "ahead", "moment", "is_doubtful"),
    [
        (-9 * HOUR, 0 * SECOND, -9 * HOUR, False),
        (-9 * HOUR, 5 * MINUTE, -9 * HOUR - 5 * MINUTE, False),
        (-9 * HOUR, 5 * MINUTE + SECOND, -9 * HOUR - 5 * MINUTE - SECOND, True),
        (DAY - HOUR, DAY, -HOUR, True),
        (-DAY - HOUR, -DAY, -HOUR, True),
        # After it was sent: no later than it came.
        (MINUTE, 0 * SECOND, 0 * SECOND, False),
        (MINUTE + SECOND, 0 * SECOND, 0 * SECOND, True),
        (3 * DAY, 0 * SECOND, 0 * SECOND, True),
        # Longer ago than a phone lies in a drawer.
        (-31 * DAY, 0 * SECOND, -31 * DAY, False),
        (-31 * DAY - SECOND, 0 * SECOND, -31 * DAY - SECOND, True),
        (-366 * DAY, 0 * SECOND, -366 * DAY, True),
        (-366 * DAY - SECOND, 0 * SECOND, 0 * SECOND, True),
    ],
)
def test_when_it_was_and_whether_to_ask(
    at: timedelta, ahead: timedelta, moment: timedelta, is_doubtful: bool
) -> None:
    one = tap(at, ahead)

    assert one.moment == NOON + moment
    assert one.is_doubtful is is_doubtful
    assert one.clock["clock_offset"] == -ahead.total_seconds()
