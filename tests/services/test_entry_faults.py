"""What cannot be: times in the future, entries that name each other impossibly."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine

from bleedlog.models.clinic_record import AdjudicationInput
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.infusion import GeneTherapyInput, InfusionInput
from bleedlog.models.vocabulary import Verdict
from bleedlog.services.entries import (
    EntryRefusedError,
    log_entry,
    restore_entry,
    revise_entry,
    withdraw_entry,
)
from bleedlog.services.entry_faults import faults_of_future
from tests.services.ada import Ada, bleed


def test_links_that_cannot_be_are_refused(ada: Ada) -> None:
    first = ada.log(bleed(start="2024-03-01T10:00"))
    later = ada.log(bleed(start="2024-03-05T10:00"))
    dose = ada.log(InfusionInput(start="2024-03-05T11:00", treats=later))
    impossible: dict[str, list[EntryInput]] = {
        "same_as": [
            bleed(start="2024-03-02T10:00", same_as=later),
            bleed(start="2024-03-06", same_as=uuid4()),
            bleed(start="2024-03-06", same_as=dose),
        ],
        "treats": [InfusionInput(start="2024-03-06", treats=dose)],
        "start": [
            InfusionInput(start="2024-03-01T09:59", treats=first),
            InfusionInput(start="2024-02-29", treats=first),
        ],
        "about": [AdjudicationInput(start="2024-03-06", about=dose, verdict=Verdict.BLEED)],
    }
    for field, entries in impossible.items():
        for entry in entries:
            with pytest.raises(EntryRefusedError) as caught:
                ada.log(entry)
            assert [fault.field for fault in caught.value.faults] == [field]
    assert ada.entries() == [first, later, dose]


def test_in_the_hour_that_comes_twice_a_dose_may_be_after_its_bleed(ada: Ada) -> None:
    """London, 25 October 2026: half past 1 is 0:30 UTC, and ten past 1 comes again at 1:10 UTC."""
    knee = ada.log(bleed(start="2026-10-25T01:30"))
    dose = ada.log(InfusionInput(start="2026-10-25T01:10", treats=knee))
    moved = bleed(id=knee, start="2026-10-25T01:40", end="2026-10-25T01:20")
    arguments: dict[str, Any] = {"by": ada.viewer, "patient_id": ada.patient}
    revise_entry(ada.record, **arguments, entry=moved, opened_revision=1)
    assert ada.entries() == [dose, knee]
    # Before that hour it is before, whichever of the two it was; after it the bleed came later.
    with pytest.raises(EntryRefusedError):
        ada.log(InfusionInput(start="2026-10-25T00:59", treats=knee))
    late = bleed(id=knee, start="2026-10-25T02:11")
    with pytest.raises(EntryRefusedError):
        revise_entry(ada.record, **arguments, entry=late, opened_revision=2)


def test_a_change_cannot_break_what_names_the_entry(ada: Ada) -> None:
    first = ada.log(bleed(start="2024-03-01T10:00"))
    ada.log(bleed(start="2024-03-02T10:00", same_as=first))
    other = ada.log(bleed(start="2024-04-01T10:00"))
    ada.log(InfusionInput(start="2024-04-01T12:00", treats=other))
    for entry_id, start in ((first, "2024-03-03T10:00"), (other, "2024-04-01T12:01")):
        moved = bleed(id=entry_id, start=start)
        with pytest.raises(EntryRefusedError):
            revise_entry(
                ada.record, by=ada.viewer, patient_id=ada.patient, entry=moved, opened_revision=1
            )


def test_entries_do_not_name_each_other_in_a_circle(ada: Ada) -> None:
    start = "2024-03-01T10:00"
    first = ada.log(bleed(start=start))
    second = ada.log(bleed(start=start, same_as=first))
    circle = bleed(id=first, start=start, same_as=second)
    with pytest.raises(EntryRefusedError) as caught:
        revise_entry(
            ada.record, by=ada.viewer, patient_id=ada.patient, entry=circle, opened_revision=1
        )
    assert caught.value.faults[0].field == "same_as"


def test_a_gene_therapy_is_given_once(ada: Ada) -> None:
    noted = GeneTherapyInput(start="2024-03-01")
    first = ada.log(noted)
    with pytest.raises(EntryRefusedError) as caught:
        ada.log(GeneTherapyInput(start="2024-04-01"))
    assert caught.value.faults[0].message == "A gene therapy is noted already. It is given once."
    # Taken out and noted anew it may be; then the old one does not come back beside it.
    arguments: dict[str, Any] = {
        "by": ada.viewer,
        "patient_id": ada.patient,
        "entry_id": first,
    }
    withdraw_entry(ada.record, **arguments)
    ada.log(GeneTherapyInput(start="2024-04-01"))
    with pytest.raises(EntryRefusedError):
        restore_entry(ada.record, **arguments)
    # A phone that never heard that it was stored delivers it again: that is no second one.
    again = log_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry=noted)
    assert (again.entry_id, again.unchanged) == (first, True)


def test_the_future_begins_a_minute_from_now() -> None:
    with time_machine.travel(datetime(2026, 8, 6, 12, 0, tzinfo=UTC), tick=False):
        now = datetime.now(UTC)
        # London is an hour ahead of UTC in August.
        allowed = [
            bleed(start="2026-08-06T13:01"),
            bleed(start="2026-08-06"),
            bleed(start="2026-08-06T08:01", zone="America/New_York"),
        ]
        refused = {
            "start": bleed(start="2026-08-06T13:02"),
            "end": bleed(start="2026-08-06", end="2026-08-07"),
            "treated_from": bleed(start="2026-08-06", treated_from="2026-08-06T14:00"),
        }
        assert [faults_of_future(entry, now) for entry in allowed] == [[], [], []]
        for field, entry in refused.items():
            assert [fault.field for fault in faults_of_future(entry, now)] == [field]


@pytest.mark.parametrize("asks_in", ["UTC", "Europe/London"])
def test_in_the_hour_that_comes_again_what_was_in_the_first_is_past(asks_in: str) -> None:
    """It is ten past 1 in London for the second time; half past 1 was 40 minutes ago."""
    now = datetime(2026, 10, 25, 1, 10, tzinfo=UTC).astimezone(ZoneInfo(asks_in))
    assert faults_of_future(bleed(start="2026-10-25T01:30"), now) == []
    assert len(faults_of_future(bleed(start="2026-10-25T02:10"), now)) == 1
