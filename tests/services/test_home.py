"""Home: when the check-in asks, when it may ask less often, what goes on, what is not told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bleedlog.models.bleed import BruiseInput
from bleedlog.models.check_in import CheckInInput
from bleedlog.models.clinic_record import AdjudicationInput
from bleedlog.models.infusion import InfusionInput
from bleedlog.models.person_input import CheckInWishInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole, Answer, Certainty, Verdict
from bleedlog.services.gaps import list_gap_months
from bleedlog.services.home import Home, get_home
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.wishes import set_check_ins
from tests.people import People
from tests.services.ada import Ada, bleed

TODAY = date(2024, 3, 20)
NOON = datetime(2024, 3, 20, 12, tzinfo=UTC)


def home(ada: Ada, *, days: int = 0, by: Viewer | None = None) -> Home:
    """Her first page, so many days later."""
    now = NOON + timedelta(days)
    return get_home(ada.record, by=by or ada.viewer, patient_id=ada.patient, now=now)


def say(ada: Ada, first: date, end: date, answer: Answer | None = Answer.NO_BLEEDS) -> Any:
    return ada.log(CheckInInput(start=f"{first}", end=f"{end}", answer=answer))


def choose(ada: Ada, days: int, on: date = TODAY) -> None:
    wish = CheckInWishInput(check_in_days=days)
    set_check_ins(ada.record, by=ada.viewer, patient_id=ada.patient, wish=wish, today=on)


@pytest.mark.parametrize(("every", "due"), [(1, 1), (7, 7), (14, 14), (28, 28)])
def test_it_asks_when_it_is_due_as_often_as_somebody_wishes(ada: Ada, every: int, due: int) -> None:
    choose(ada, every)
    assert home(ada).question.is_due(TODAY), "a new diary begins with a question"
    say(ada, TODAY - timedelta(7), TODAY + timedelta(1))
    for days in {0, due - 1, due}:
        found = home(ada, days=days)
        assert found.question.is_due(found.today) == (days >= due)
    # One tap covers up to tomorrow's morning, four weeks at most.
    covered = home(ada, days=due).question
    assert (covered.end - covered.first).days == min(due + 1, 28)


def test_three_quiet_months_offer_a_longer_interval_and_the_person_decides(
    ada: Ada, people: People
) -> None:
    say(ada, TODAY - timedelta(91), TODAY + timedelta(1))
    assert home(ada).longer == 14
    logger = people.user("Carer")
    people.access(logger, ada.patient, AccessRole.CARER_LOG)
    assert home(ada, by=Viewer(logger)).longer is None, "who may not decide is not asked"
    choose(ada, 7)
    assert home(ada).longer is None, "to keep it is an answer, too"
    assert home(ada, days=7).profile.check_in_days == 7
    say(ada, TODAY, TODAY + timedelta(92))
    assert home(ada, days=91).longer == 14
    choose(ada, 28, on=TODAY - timedelta(200))
    assert home(ada, days=91).longer is None, "one tap covers no more"


@pytest.mark.parametrize(
    ("noted", "last_bleed", "offered"), [(73, None, True), (72, None, False), (91, 91, False)]
)
def test_silence_is_not_quiet(ada: Ada, noted: int, last_bleed: int | None, offered: bool) -> None:
    say(ada, TODAY - timedelta(noted), TODAY)
    if last_bleed is not None:
        ada.log(bleed(start=f"{TODAY - timedelta(last_bleed)}"))
    assert (home(ada).longer == 14) is offered


def test_what_was_called_the_same_bleed_goes_on_once(ada: Ada) -> None:
    first = ada.log(bleed(start="2024-03-17T09:00", site="knee", side="left"))
    ada.log(InfusionInput(start="2024-03-17T10:00", treats=first))
    second = ada.log(bleed(start="2024-03-18T09:00", site="knee", side="left"))
    assert {one.entry.id for one in home(ada).going} == {first, second}

    third = ada.log(bleed(start="2024-03-19T09:00", site="knee", side="left", same_as=second))
    ada.log(AdjudicationInput(start="2024-03-19", about=second, verdict=Verdict.SAME_AS,
                              same_as=first))  # fmt: skip
    ada.log(InfusionInput(start="2024-03-19T10:00", treats=third))

    [one] = home(ada).going
    assert (one.entry.id, one.since, one.doses) == (third, "2024-03-17T09:00", 2)


def test_a_bleed_that_is_the_same_and_has_stopped_brings_the_first_back_no_more(ada: Ada) -> None:
    first = ada.log(bleed(start="2024-03-17T09:00", site="knee"))
    ada.log(bleed(start="2024-03-18T09:00", end="2024-03-19", site="knee", same_as=first))
    assert home(ada).going == ()


def test_a_bleed_that_was_said_waits_however_long_ago(ada: Ada) -> None:
    long_ago = date(2023, 5, 1)
    said = say(ada, long_ago, long_ago + timedelta(7), Answer.HAD_BLEEDS)
    ada.log(BruiseInput(start="2023-05-03", certainty=Certainty.UNSURE))
    ada.log(bleed(start="2023-05-08"))
    waits = home(ada).waits
    assert waits is not None
    assert waits.id == said
    bruise = BruiseInput(start="2023-05-04", certainty=Certainty.UNSURE)
    ada.log(bruise)
    ada.log(AdjudicationInput(start="2023-06-01", about=bruise.id, verdict=Verdict.BLEED))
    assert home(ada).waits is None


def test_gaps_are_asked_month_by_month_and_not_again_once_forgotten(
    ada: Ada, people: People
) -> None:
    say(ada, date(2023, 12, 30), date(2024, 1, 20))
    ada.log(bleed(start="2024-01-25"))
    say(ada, date(2024, 3, 2), date(2024, 3, 21))

    def asked() -> list[Any]:
        months = list_gap_months(ada.record, by=ada.viewer, patient_id=ada.patient, now=NOON)
        return [(f"{one.first:%d %b}", f"{one.end:%d %b}", one.other) for one in months]

    march, february = ("01 Mar", "02 Mar", False), ("01 Feb", "01 Mar", False)
    assert asked() == [march, february, ("20 Jan", "01 Feb", True)]
    assert home(ada).untold == 1 + 29 + 12 - 1

    forgotten = say(ada, date(2024, 1, 20), date(2024, 2, 1), None)
    say(ada, date(2024, 2, 1), date(2024, 3, 1))

    assert asked() == [march]
    assert home(ada).untold == 1
    assert forgotten in ada.entries()
    reader = people.user("Reader")
    people.access(reader, ada.patient, AccessRole.CARER_READ)
    with pytest.raises(NoSuchDiaryError):
        list_gap_months(ada.record, by=Viewer(reader), patient_id=ada.patient, now=NOON)


def test_days_that_the_check_in_asks_about_are_left_to_it(ada: Ada) -> None:
    say(ada, date(2024, 2, 1), date(2024, 2, 11))
    months = list_gap_months(ada.record, by=ada.viewer, patient_id=ada.patient, now=NOON)
    asked = home(ada).question.first
    assert asked == date(2024, 2, 22)
    assert [(one.first, one.end) for one in months] == [(date(2024, 2, 11), asked)]


def test_a_diary_without_a_day_has_no_gaps(ada: Ada) -> None:
    assert list_gap_months(ada.record, by=ada.viewer, patient_id=ada.patient, now=NOON) == []
    assert home(ada).untold == 0
