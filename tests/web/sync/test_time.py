"""Whatever a phone's clock says, what it kept is stored; where the clock was off it is flagged."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from bleedlog.models.entry_input import new_id
from bleedlog.models.vocabulary import AccessRole
from tests.people import People
from tests.web.browser import Browser
from tests.web.diary.pages import words
from tests.web.sync.phone import DAY, KNEE, MINUTE, ONE_DATABASE, Phone, outcomes, stamp

pytestmark = ONE_DATABASE

NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def travel(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


def test_just_now_is_when_it_was_tapped(phone: Phone) -> None:
    with travel(NOON - timedelta(hours=9, minutes=49)):
        kept = phone.log()
        yesterday = phone.log([KNEE[0], ("when", "yesterday")])
    with travel(NOON):
        told = phone.told(kept, yesterday)

    assert [one["check_time"] for one in told] == [False, False]
    # In November London's clocks show UTC.
    assert phone.said(kept["id"])["start"] == "2026-11-28T02:11"
    assert phone.said(yesterday["id"])["start"] == "2026-11-27"


@pytest.mark.parametrize("ahead", [DAY, -DAY, timedelta(minutes=6), timedelta(minutes=-6)])
def test_a_clock_that_is_off_is_put_right_and_told(
    ann: Browser, phone: Phone, ahead: timedelta
) -> None:
    phone.ahead = ahead
    with travel(NOON - timedelta(hours=2)):
        kept = phone.log()
    with travel(NOON):
        told = phone.one(kept)

    assert (told["outcome"], told["check_time"]) == ("accepted", True)
    assert phone.said(kept["id"])["start"] == "2026-11-28T10:00"
    assert phone.entries()[kept["id"]]["check_time"] is True
    assert "Check the time" in words(ann.get(f"/diary/entries/{kept['id']}"))


@pytest.mark.parametrize("ahead", [timedelta(minutes=4), timedelta(minutes=-4)])
def test_a_clock_that_is_a_little_off_is_put_right_in_silence(
    phone: Phone, ahead: timedelta
) -> None:
    phone.ahead = ahead
    with travel(NOON):
        kept = phone.log()
        told = phone.one(kept)

    assert told["check_time"] is False
    assert phone.said(kept["id"])["start"] == "2026-11-28T12:00"


def test_a_clock_that_was_put_back_before_it_sent(phone: Phone) -> None:
    """The tap lies in the phone's own future: it was no later than now."""
    with travel(NOON):
        kept = phone.log(at=stamp(NOON + 3 * DAY))
        told = phone.one(kept)

    assert (told["outcome"], told["check_time"]) == ("accepted", True)
    assert phone.said(kept["id"])["start"] == "2026-11-28T12:00"


def test_a_clock_that_had_no_idea(phone: Phone) -> None:
    with travel(NOON):
        kept = phone.log(at="1970-01-01T00:00:09.000Z")
        told = phone.one(kept)

    assert (told["outcome"], told["check_time"]) == ("accepted", True)
    assert phone.said(kept["id"])["start"] == "2026-11-28T12:00"


def test_a_date_in_the_future_is_stored_and_flagged(phone: Phone) -> None:
    """A page of today refuses it; a phone cannot be asked any more."""
    with travel(NOON):
        ahead = phone.log([KNEE[0], ("when", "another_time"), ("date", "2026-12-24")])
        told = phone.one(ahead)

    assert (told["outcome"], told["check_time"]) == ("accepted", True)
    assert phone.said(ahead["id"])["start"] == "2026-12-24"


def test_a_date_in_the_future_is_refused_to_whoever_is_at_the_form(phone: Phone) -> None:
    """They can put it right; where the clock is wrong, the date may be right."""
    answers = [KNEE[0], ("when", "another_time"), ("date", "2026-12-24")]
    with travel(NOON):
        told = phone.one(phone.log(answers, here=True))
        assert told["outcome"] == "rejected"
        assert [(one["field"], one["message"]) for one in told["reasons"]] == [
            ("date", "This is in the future. Check the date and time.")
        ]
        phone.ahead = DAY
        told = phone.one(phone.log(answers, here=True))

    assert (told["outcome"], told["check_time"]) == ("accepted", True)


def test_just_now_sent_again_by_a_clock_that_was_put_right(phone: Phone) -> None:
    """Another offset is another minute; the first one stands."""
    phone.ahead = timedelta(minutes=3)
    with travel(NOON):
        kept = phone.log()
        phone.one(kept)
        phone.ahead = timedelta(0)
        told = phone.one(kept)

    assert told["outcome"] == "unchanged"
    assert phone.said(kept["id"])["start"] == "2026-11-28T12:00"


@pytest.mark.parametrize(
    ("moment", "start"),
    [
        # The clocks go forward at 01:00 UTC: 01:30 by the wall never was.
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "2026-03-29T00:30"),
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "2026-03-29T02:30"),
        # They go back at 01:00 UTC: 01:30 by the wall was twice, and stands for the first.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25T01:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25T01:30"),
    ],
)
def test_the_nights_when_the_clocks_change(phone: Phone, moment: datetime, start: str) -> None:
    with travel(moment):
        kept = phone.log()
        stopped = phone.deed("stop", id=kept["id"], revision=1)
    with travel(moment + timedelta(hours=10)):
        told = phone.told(kept, stopped)

    assert outcomes(told) == ["accepted", "accepted"]
    said = phone.said(kept["id"])
    assert (said["start"], said["end"], said["zone"]) == (start, start, "Europe/London")


@pytest.mark.parametrize(("date", "time"), [("2026-03-29", "01:30"), ("2026-10-25", "01:30")])
def test_a_time_of_such_a_night_that_somebody_typed(phone: Phone, date: str, time: str) -> None:
    answers = [KNEE[0], ("when", "another_time"), ("date", date), ("time", time)]
    with travel(NOON):
        kept = phone.log(answers)
        told = phone.one(kept)

    assert (told["outcome"], told["check_time"]) == ("accepted", False)
    assert phone.said(kept["id"])["start"] == f"{date}T{time}"


def test_a_dose_of_the_second_time_is_for_a_bleed_of_the_first(phone: Phone) -> None:
    """Half past 1 in summer time is 0:30 UTC; ten past 1 in winter time is 1:10 UTC, after it."""
    with travel(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)):
        bleed = phone.log()
    with travel(datetime(2026, 10, 25, 1, 10, tzinfo=UTC)):
        for_it = [("dose_iu", "2000"), ("when", "just_now"), ("treats", bleed["id"])]
        dose = phone.log(for_it, "factor")
        told = phone.told(bleed, dose)

    assert outcomes(told) == ["accepted", "accepted"]
    assert phone.said(bleed["id"])["start"] == "2026-10-25T01:30"
    said = phone.said(dose["id"])
    assert (said["start"], said["treats"]) == ("2026-10-25T01:10", bleed["id"])


def test_a_phone_abroad(phone: Phone) -> None:
    """The dates are the diary's, as in the form; where the phone was is kept beside."""
    with travel(NOON):
        kept = phone.log(zone="America/New_York")
        phone.told(kept)

    assert phone.said(kept["id"])["start"] == "2026-11-28T12:00"
    assert phone.said(kept["id"])["zone"] == "Europe/London"


def test_a_dose_and_an_end_are_never_before_the_bleed(phone: Phone) -> None:
    """The reply came late, so that the second offset is a minute less than the first."""
    phone.ahead = -MINUTE * 2
    with travel(NOON):
        bleed = phone.log()
        phone.told(bleed)
        phone.ahead = timedelta(0)
        at = {"at": stamp(NOON - MINUTE)}
        dose = phone.deed("treat", id=bleed["id"], answers=[("infusion", bleed["item"])], **at)
        stop = phone.deed("stop", id=bleed["id"], revision=1, **at)
        told = phone.told(dose, stop)

    assert outcomes(told) == ["accepted", "accepted"]
    start = phone.said(bleed["id"])["start"]
    assert phone.said(bleed["item"])["start"] == phone.said(bleed["id"])["end"] == start


def test_only_a_change_of_the_time_is_flagged(phone: Phone) -> None:
    with travel(NOON):
        bleed = phone.log()
        phone.told(bleed)
        phone.ahead = DAY
        when = [("when", "another_time"), ("date", "2026-11-28"), ("time", "12:00")]
        noted = phone.one(phone.change(bleed["id"], 1, [KNEE[0], *when, ("note", "x")]))
        moved = phone.one(phone.change(bleed["id"], 2, [KNEE[0], ("when", "just_now")]))

    assert (noted["outcome"], noted["check_time"]) == ("accepted", False)
    # "Just now" is the same minute here, so nothing about the time was changed either.
    assert (moved["outcome"], moved["check_time"]) == ("accepted", False)


def test_a_flagged_time_is_checked_by_a_person(ann: Browser, phone: Phone) -> None:
    phone.ahead = DAY
    kept = [phone.log(), phone.log()]
    phone.told(*kept)
    right, wrong = (item["id"] for item in kept)
    assert words(ann.get("/diary")).count("Check the time") == 2

    token = {"csrf_token": phone.session["csrf_token"], "patient": phone.patient}
    ann.post(f"/diary/entries/{right}/time-is-right", token)
    form = {**token, "id": wrong, "revision": "1", "place": "left-knee", "when": "another_time"}
    ann.post(f"/diary/entries/{wrong}/change", {**form, "date": "2026-01-02"})

    page = words(ann.get(f"/diary/entries/{right}"))
    assert "Check the time" not in page + words(ann.get(f"/diary/entries/{wrong}"))
    assert "time checked by you" in page
    assert [phone.entries()[one]["check_time"] for one in (right, wrong)] == [False, False]
    # The phone that had seen it before goes on from there.
    told = phone.one(phone.deed("stop", id=right, revision=1))
    assert told["outcome"] == "accepted"


def test_a_day_before_the_birth_is_refused_only_to_whoever_is_at_the_form(
    ann_user: UUID, phone: Phone, people: People
) -> None:
    sam = people.patient("Sam")
    people.access(ann_user, sam, AccessRole.CARER_LOG)
    people.born(sam, date(2020, 3, 5))
    day = [KNEE[0], ("when", "another_time"), ("date", "2002-03-05")]

    here = phone.one(phone.log(day, patient=sam, here=True))
    kept = phone.one(phone.log(day, patient=sam))

    assert (here["outcome"], kept["outcome"]) == ("rejected", "accepted")
    message = "This is before the date of birth. Check the year."
    assert here["reasons"] == [{"field": "date", "message": message}]


@pytest.mark.parametrize(
    ("ahead", "zone", "hour"), [(DAY, "Europe/London", 12), (0 * DAY, "Australia/Sydney", 20)]
)
def test_no_bleeds_is_said_up_to_the_day_of_the_tap(
    phone: Phone, ahead: timedelta, zone: str, hour: int
) -> None:
    """A phone that is a day ahead, or where it is tomorrow already, names a day too many."""
    phone.ahead = ahead
    answers = [("answer", "no_bleeds"), ("first", "2026-11-20"), ("end", "2026-11-30")]
    entry = str(new_id())
    with travel(NOON.replace(hour=hour)):
        kept = phone.deed("check-in", item=entry, id=entry, answers=answers, zone=zone)
        told = phone.one(kept)
    # The answer was lost, and by the next time the clock is right.
    phone.ahead = timedelta(0)
    with travel(NOON + 2 * DAY):
        again = phone.one(kept)

    assert (told["outcome"], again["outcome"]) == ("accepted", "unchanged")
    said = phone.said(entry)
    assert (said["start"], said["end"]) == ("2026-11-20", "2026-11-29")
