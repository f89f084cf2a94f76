"""The calendar agrees with the statistics about which days are observed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bleedlog.models.bleed import BruiseInput
from bleedlog.models.check_in import BleedCountInput, CheckInInput, ObservedInput
from bleedlog.models.clinic_record import AdjudicationInput
from bleedlog.models.vocabulary import Answer, Certainty, Verdict
from bleedlog.services.days import DayStatus
from bleedlog.services.diary import get_month
from bleedlog.services.home import get_home
from bleedlog.services.numbers import get_numbers
from tests.services.ada import Ada, bleed

NOON = datetime(2024, 3, 20, 12, 0, tzinfo=UTC)


def check_in(first: str, end: str, answer: Answer = Answer.NO_BLEEDS) -> CheckInInput:
    return CheckInInput(start=first, end=end, answer=answer)


def statuses(ada: Ada, month: date = date(2024, 3, 1)) -> dict[int, DayStatus]:
    found = get_month(ada.record, by=ada.viewer, patient_id=ada.patient, month=month, now=NOON)
    return {day.date.day: day.status for day in found.days}


def observed_days(ada: Ada) -> set[date]:
    numbers = get_numbers(ada.record, by=ada.viewer, patient_id=ada.patient, now=NOON)
    return {
        first + timedelta(n)
        for first, end in numbers.figures.person.observed
        for n in range((end - first).days)
    }


def test_each_day_says_what_is_known(ada: Ada) -> None:
    ada.log(check_in("2024-03-02", "2024-03-05"))
    ada.log(bleed(start="2024-03-04T09:00", site="knee"))
    ada.log(ObservedInput(start="2024-03-08", end="2024-03-10"))
    ada.log(BleedCountInput(start="2024-03-12", end="2024-03-14", value=2))
    found = statuses(ada)
    assert [day for day, status in found.items() if status is DayStatus.BLEED] == [4]
    confirmed = [day for day, status in found.items() if status is DayStatus.CONFIRMED]
    assert confirmed == [2, 3, 8, 9, 12, 13]
    unnoted = [day for day, status in found.items() if status is DayStatus.NOT_NOTED]
    assert unnoted == [1, 5, 6, 7, 10, 11, 14, 15, 16, 17, 18, 19]
    # Today is only half lived, and tomorrow is not here: neither is a gap.
    assert {found[day] for day in range(20, 32)} == {DayStatus.AHEAD}


def test_a_bleed_said_but_not_logged_observes_nothing(ada: Ada) -> None:
    ada.log(check_in("2024-03-02", "2024-03-09", Answer.HAD_BLEEDS))
    assert DayStatus.CONFIRMED not in statuses(ada).values()
    home = get_home(ada.record, by=ada.viewer, patient_id=ada.patient, now=NOON)
    assert home.waits is not None
    ada.log(bleed(start="2024-03-05"))
    found = statuses(ada)
    assert found[5] is DayStatus.BLEED
    assert [day for day in found if found[day] is DayStatus.CONFIRMED] == [2, 3, 4, 6, 7, 8]
    home = get_home(ada.record, by=ada.viewer, patient_id=ada.patient, now=NOON)
    assert home.waits is None


def test_bruises_count_when_somebody_says_so(ada: Ada) -> None:
    ada.log(BruiseInput(start="2024-03-02"))
    ada.log(BruiseInput(start="2024-03-03", certainty=Certainty.CERTAIN))
    settled = BruiseInput(start="2024-03-04", certainty=Certainty.UNSURE)
    ada.log(settled)
    ada.log(AdjudicationInput(start="2024-03-06", about=settled.id, verdict=Verdict.BLEED))
    mistaken = bleed(start="2024-03-05")
    ada.log(mistaken)
    ada.log(AdjudicationInput(start="2024-03-06", about=mistaken.id, verdict=Verdict.NOT_A_BLEED))
    found = statuses(ada)
    assert [day for day in found if found[day] is DayStatus.BLEED] == [3, 4]
    assert found[5] is DayStatus.NOT_NOTED


@pytest.mark.parametrize(
    "entries",
    [
        [check_in("2024-02-20", "2024-03-03"), bleed(start="2024-02-25")],
        [check_in("2024-02-27", "2024-03-04", Answer.HAD_BLEEDS), bleed(start="2024-02-28")],
        [ObservedInput(start="2024-03-30", end="2024-04-05"), bleed(start="2024-03-31T23:59")],
        [BruiseInput(start="2024-03-10", certainty=Certainty.UNSURE)],
    ],
)
def test_calendar_and_figures_agree(ada: Ada, entries: list[Any]) -> None:
    for entry in entries:
        ada.log(entry)
    known = {DayStatus.BLEED, DayStatus.CONFIRMED}
    shown = {date(2024, 3, day) for day, status in statuses(ada).items() if status in known}
    in_march = {day for day in observed_days(ada) if day.month == 3 and day <= NOON.date()}
    assert {day for day in shown if day <= NOON.date()} == in_march


def test_the_question_goes_on_from_the_last_answer(ada: Ada) -> None:
    arguments: dict[str, Any] = {"by": ada.viewer, "patient_id": ada.patient, "now": NOON}
    first = get_home(ada.record, **arguments).question
    # A new diary asks back one week, up to tomorrow's morning.
    assert (first.first, first.end, first.other) == (date(2024, 3, 13), date(2024, 3, 21), False)
    ada.log(check_in("2024-03-13", "2024-03-21"))
    # Today was only half lived when it was answered, so it is asked for again.
    assert get_home(ada.record, **arguments).question.first == date(2024, 3, 20)


def test_one_tap_covers_28_days_at_most(ada: Ada) -> None:
    ada.log(check_in("2023-01-01", "2023-02-01"))
    question = get_home(ada.record, by=ada.viewer, patient_id=ada.patient, now=NOON).question
    assert (question.end - question.first).days == 28
    assert question.end == date(2024, 3, 21)


def test_with_a_bleed_in_the_span_others_are_asked_for(ada: Ada) -> None:
    ada.log(bleed(start="2024-03-18"))
    home = get_home(ada.record, by=ada.viewer, patient_id=ada.patient, now=NOON)
    assert home.question.other
    assert [one.entry.start for one in home.going] == ["2024-03-18"]


def test_gaps_are_half_open_spans(ada: Ada) -> None:
    ada.log(check_in("2024-03-01", "2024-03-09"))
    ada.log(check_in("2024-03-13", "2024-03-19"))
    month = get_month(ada.record, by=ada.viewer, patient_id=ada.patient, month=None, now=NOON)
    assert month.gaps == (
        (date(2024, 3, 9), date(2024, 3, 13)),
        (date(2024, 3, 19), date(2024, 3, 20)),
    )


def test_what_nobody_remembers_observes_nothing(ada: Ada) -> None:
    ada.log(CheckInInput(start="2024-03-02", end="2024-03-09"))
    ada.log(bleed(start="2024-03-05"))
    known = {DayStatus.BLEED, DayStatus.CONFIRMED}
    shown = [day for day, status in statuses(ada).items() if status in known]
    assert shown == [5]
    assert observed_days(ada) == {date(2024, 3, 5)}
    month = get_month(ada.record, by=ada.viewer, patient_id=ada.patient, month=None, now=NOON)
    assert (date(2024, 3, 9), date(2024, 3, 20)) in month.gaps
    assert all(end <= date(2024, 3, 2) or first >= date(2024, 3, 9) for first, end in month.gaps)
