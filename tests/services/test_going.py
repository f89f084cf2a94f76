"""A bleed that goes on: stopped, going on after all, treated, each with one tap."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from bleedlog.models.vocabulary import InfusionReason
from bleedlog.services.entries import get_entry
from bleedlog.services.going import resume_bleed, stop_bleed, treat_bleed
from bleedlog.services.looking import NoSuchDiaryError
from tests.services.ada import Ada, bleed

# A quarter past one in London's summer.
NOW = datetime(2024, 7, 10, 12, 15, 40, tzinfo=UTC)


def known(ada: Ada, entry_id: Any) -> Any:
    return get_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=entry_id)


def test_it_has_stopped_and_goes_on_after_all(ada: Ada) -> None:
    entry_id = ada.log(bleed(start="2024-07-10T09:00", site="knee", pain=3))
    arguments: dict[str, Any] = {
        "by": ada.viewer,
        "patient_id": ada.patient,
        "entry_id": entry_id,
    }
    stop_bleed(ada.record, **arguments, now=NOW)
    found = known(ada, entry_id)
    assert (found.entry.end, found.entry.pain) == ("2024-07-10T13:15", 3)
    resume_bleed(ada.record, **arguments)
    found = known(ada, entry_id)
    assert (found.entry.end, len(found.revisions)) == (None, 3)


@pytest.mark.parametrize(
    ("start", "now"),
    [
        ("2024-07-10T13:16", NOW),
        ("2024-07-11", NOW),
        # 1:50 was when it came first, 0:50 UTC; the clock says 1:10 for the second time.
        ("2023-10-29T01:50", datetime(2023, 10, 29, 1, 10, tzinfo=UTC)),
    ],
)
def test_it_stops_and_is_treated_no_earlier_than_it_began(
    ada: Ada, start: str, now: datetime
) -> None:
    """Clocks differ by a minute, a phone's by a day, and one night they say an hour twice."""
    entry_id, infusion_id = ada.log(bleed(start=start, site="knee")), uuid4()
    arguments: dict[str, Any] = {
        "by": ada.viewer,
        "patient_id": ada.patient,
        "entry_id": entry_id,
        "now": now,
    }
    stop_bleed(ada.record, **arguments)
    treat_bleed(ada.record, **arguments, infusion_id=infusion_id)

    assert known(ada, entry_id).entry.end == start
    assert known(ada, infusion_id).entry.start == start


def test_a_treatment_is_a_linked_dose_once(ada: Ada) -> None:
    entry_id = ada.log(bleed(start="2024-07-10T09:00", site="knee"))
    infusion_id = uuid4()
    arguments: dict[str, Any] = {
        "by": ada.viewer,
        "patient_id": ada.patient,
        "entry_id": entry_id,
        "infusion_id": infusion_id,
        "now": NOW,
    }
    treat_bleed(ada.record, **arguments)
    assert treat_bleed(ada.record, **arguments).unchanged
    dose = known(ada, infusion_id).entry
    assert (dose.start, dose.treats, dose.reason) == (
        "2024-07-10T13:15",
        entry_id,
        InfusionReason.BLEED,
    )
    assert len(ada.entries()) == 2


def test_only_a_bleed_of_the_diary_stops(ada: Ada) -> None:
    with pytest.raises(NoSuchDiaryError):
        stop_bleed(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=uuid4(), now=NOW)
