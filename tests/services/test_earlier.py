"""A bleed that stopped, or a dose that was taken, some hours before it was noted."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bleedlog.models.check_in import CheckInInput
from bleedlog.models.infusion import InfusionInput
from bleedlog.models.vocabulary import Answer, Precision
from bleedlog.services.earlier import hours_ago_of, put_earlier
from bleedlog.services.entries import EntryRefusedError, get_entry, withdraw_entry
from bleedlog.services.looking import NoSuchDiaryError
from tests.services.ada import Ada, bleed

NOON = datetime(2024, 3, 20, 12, tzinfo=UTC)


def known(ada: Ada, entry_id: Any) -> Any:
    return get_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=entry_id).entry


def offered(ada: Ada, entry_id: Any, now: datetime = NOON) -> tuple[int, ...]:
    entry = known(ada, entry_id)
    return hours_ago_of(ada.record, by=ada.viewer, patient_id=ada.patient, entry=entry, now=now)


def put(ada: Ada, entry_id: Any, hours: int, now: datetime = NOON) -> Any:
    put_earlier(
        ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=entry_id, hours=hours, now=now
    )
    return known(ada, entry_id)


def test_what_is_offered_goes_back_to_the_bleed_and_no_further(ada: Ada) -> None:
    knee = ada.log(bleed(start="2024-03-20T07:59", end="2024-03-20T12:00", site="knee"))
    dose = ada.log(InfusionInput(start="2024-03-20T12:00", treats=knee))
    alone = ada.log(InfusionInput(start="2024-03-20T12:00"))
    assert offered(ada, knee) == offered(ada, dose) == (1, 2, 4)
    assert offered(ada, alone) == (1, 2, 4, 8)

    assert put(ada, knee, 2).end == "2024-03-20T10:00"
    found = put(ada, dose, 4)
    assert (found.start, found.precision) == ("2024-03-20T08:00", Precision.EXACT)
    for entry_id in (knee, dose):
        before = known(ada, entry_id)
        with pytest.raises(EntryRefusedError):
            put(ada, entry_id, 8)
        assert known(ada, entry_id) == before


def test_an_hour_is_an_hour_in_the_night_when_the_clocks_go_back(ada: Ada) -> None:
    # 27 October 2024: at 2am in London it is 1am again. A quarter past two is 2:15 UTC.
    dose = ada.log(InfusionInput(start="2024-10-27T02:15"))
    now = datetime(2024, 10, 27, 2, 15, tzinfo=UTC)
    assert put(ada, dose, 2, now).start == "2024-10-27T01:15"
    assert put(ada, dose, 4, now).start == "2024-10-26T23:15"


def test_nothing_else_was_earlier(ada: Ada) -> None:
    said = CheckInInput(start="2024-03-19", end="2024-03-20", answer=Answer.NO_BLEEDS)
    gone = ada.log(bleed(start="2024-03-19"))
    withdraw_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=gone)
    for entry_id in (ada.log(said), gone):
        with pytest.raises(NoSuchDiaryError):
            put(ada, entry_id, 1)
