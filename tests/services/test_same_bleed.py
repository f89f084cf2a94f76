"""Is it the same bleed? Asked where the clock would join two, stored as it is answered."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from bleedlog.models.bleed import BleedInput, BruiseInput, JointPainInput
from bleedlog.models.clinic_record import AdjudicationInput
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.infusion import InfusionInput
from bleedlog.services.entries import EntryRefusedError, get_entry, withdraw_entry
from bleedlog.services.same_bleed import SameAnswer
from bleedlog.services.same_bleed_answer import answer_same_bleed
from tests.services.ada import Ada, bleed

TUESDAY = {"start": "2024-07-09T09:00"}
KNEE = {"site": "knee", "side": "left"}


def asked(ada: Ada, entry_id: UUID) -> UUID | None:
    """Which earlier entry is asked about."""
    found = get_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=entry_id)
    question = found.same_bleed
    return question.earlier.id if question and question.earlier is not None else None


def stored(ada: Ada, entry_id: UUID) -> tuple[UUID | None, bool]:
    known = get_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=entry_id)
    return known.entry.same_as, known.entry.new_bleed


def said(ada: Ada, entry_id: UUID, answer: SameAnswer, named: UUID | None = None) -> None:
    answer_same_bleed(
        ada.record,
        by=ada.viewer,
        patient_id=ada.patient,
        entry_id=entry_id,
        answer=answer,
        named=named,
    )


# 9:00 on Tuesday the 9th and 72 hours: 9:00 on Friday the 12th.
@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (KNEE, KNEE | {"start": "2024-07-12T09:00"}, True),
        (KNEE, KNEE | {"start": "2024-07-12T09:01"}, False),
        (KNEE, KNEE | {"side": "right", "start": "2024-07-10"}, False),
        (KNEE, {"site": "knee", "start": "2024-07-10"}, False),
        (KNEE, {"site": "ankle", "side": "left", "start": "2024-07-10"}, False),
        ({"manifestation": "nose"}, {"manifestation": "nose", "start": "2024-07-10"}, True),
        ({"manifestation": "nose"}, {"manifestation": "wound", "start": "2024-07-10"}, False),
        ({"manifestation": "other"}, {"manifestation": "other", "start": "2024-07-10"}, False),
        (KNEE | {"end": "2024-07-11T09:00"}, KNEE | {"start": "2024-07-14T08:00"}, True),
        (
            KNEE | {"treated_from": "2024-07-09T10:00", "treated_until": "2024-07-12T10:00"},
            KNEE | {"start": "2024-07-15T09:30"},
            True,
        ),
        (KNEE, KNEE | {"start": "2024-07-08T09:00"}, False),
    ],
)
def test_it_is_asked_within_three_days_at_the_same_place(
    ada: Ada, first: dict[str, Any], second: dict[str, Any], same: bool
) -> None:
    earlier = ada.log(bleed(**TUESDAY | first))
    later = ada.log(bleed(**second))

    assert asked(ada, later) == (earlier if same else None)


def test_a_dose_for_it_reaches_further(ada: Ada) -> None:
    earlier = ada.log(bleed(**TUESDAY, **KNEE))
    dose = {"start": "2024-07-12T20:00", "treats": str(earlier)}
    ada.log(InfusionInput.model_validate(dose))

    assert asked(ada, ada.log(bleed(start="2024-07-15T19:00", **KNEE))) == earlier


def test_the_nearest_of_several_is_named_and_the_first_is_asked_about_none(ada: Ada) -> None:
    days = [ada.log(bleed(start=f"2024-07-{day:02}T09:00", **KNEE)) for day in (9, 11, 13)]

    assert [asked(ada, one) for one in days] == [None, days[0], days[1]]


@pytest.mark.parametrize(
    ("kind", "more", "asks"),
    [
        (BruiseInput, {}, False),
        (BruiseInput, {"certainty": "certain"}, True),
        (JointPainInput, {}, False),
        (BleedInput, {"certainty": "unsure"}, True),
    ],
)
def test_it_is_asked_of_what_counts_as_a_bleed(
    ada: Ada, kind: type[EntryInput], more: dict[str, str], asks: bool
) -> None:
    earlier = ada.log(bleed(**TUESDAY, **KNEE))
    later = ada.log(kind.model_validate({"start": "2024-07-10", **KNEE, **more}))

    assert asked(ada, later) == (earlier if asks else None)


def test_it_is_not_asked_about_what_was_taken_out_or_settled(ada: Ada) -> None:
    earlier = ada.log(bleed(**TUESDAY, **KNEE))
    later = ada.log(bleed(start="2024-07-10", **KNEE))
    verdict = {"start": "2024-07-20", "about": str(later), "verdict": "same_as"}
    ada.log(AdjudicationInput.model_validate(verdict | {"same_as": str(earlier)}))
    assert asked(ada, later) is None

    last = ada.log(bleed(start="2024-07-11", **KNEE))
    for one in (earlier, later):
        withdraw_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=one)
    assert asked(ada, last) is None


def test_each_answer_is_stored_and_can_be_changed(ada: Ada) -> None:
    earlier = ada.log(bleed(**TUESDAY, **KNEE, pain=4))
    later = ada.log(bleed(start="2024-07-10T12:00", **KNEE, pain=6))

    said(ada, later, SameAnswer.SAME, earlier)
    assert stored(ada, later) == (earlier, False)
    assert asked(ada, later) == earlier
    said(ada, later, SameAnswer.NEW)
    assert stored(ada, later) == (None, True)
    assert asked(ada, later) == earlier
    said(ada, later, SameAnswer.UNKNOWN)
    assert stored(ada, later) == (None, False)

    known = get_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=later)
    assert (known.entry.pain, len(known.revisions)) == (6, 4)
    assert ada.events().count("patient revised") == 3


def test_an_answer_that_cannot_be_is_refused(ada: Ada) -> None:
    earlier = ada.log(bleed(**TUESDAY, **KNEE))
    later = ada.log(bleed(start="2024-07-10", **KNEE))

    with pytest.raises(EntryRefusedError):
        said(ada, earlier, SameAnswer.SAME, later)
    with pytest.raises(EntryRefusedError):
        said(ada, later, SameAnswer.SAME, uuid4())
    with pytest.raises(ValueError, match="which"):
        said(ada, later, SameAnswer.SAME)
    assert stored(ada, later) == (None, False)
