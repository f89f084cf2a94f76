"""A diary goes out as a file and comes in whole, once, or not at all."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from bleedlog.exchange.diary_file_faults import DiaryFileError
from bleedlog.models.bleed import BruiseInput, JointPainInput
from bleedlog.models.check_in import BleedCountInput, CheckInInput, ObservedInput
from bleedlog.models.clinic_record import (
    AdjudicationInput,
    AltInput,
    BackOnProphylaxisInput,
    FixActivityInput,
    JointScoreInput,
    ReviewInput,
    SteroidCourseInput,
)
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.infusion import GeneTherapyInput, InfusionInput
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import Answer, Verdict
from bleedlog.services.entries import revise_entry, withdraw_entry
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.travel import export_diary, find_patient, import_diary
from tests.people import People, email_of
from tests.services.ada import Ada, bleed

CONSOLE = console("moving house")


def export(ada: Ada, patient: Any = None, **options: Any) -> str:
    done = export_diary(
        ada.record, by=CONSOLE, patient_id=patient or ada.patient, private_notes=True, **options
    )
    return done.text


def read_in(ada: Ada, text: str) -> None:
    import_diary(ada.record, by=CONSOLE, patient_id=ada.patient, text=text)


def whole_diary() -> list[EntryInput]:
    """One entry of every kind that travels, with links, notes and odd texts."""
    knee = bleed(start="2024-02-01T10:00", site="knee", side="left", note="=SUM(A1)\nline, “two”")
    same = bleed(start="2024-02-02T10:00", same_as=knee.id)
    unsure = bleed(start="2024-02-20", site="ankle", certainty="unsure")
    return [
        CheckInInput(start="2024-01-01", end="2024-02-10", answer=Answer.NO_BLEEDS),
        knee,
        same,
        unsure,
        AdjudicationInput(start="2024-03-01", about=unsure.id, verdict=Verdict.NOT_A_BLEED),
        InfusionInput(start="2024-02-01T11:30", treats=knee.id, dose_iu=2000.5, product="-x"),
        BruiseInput.model_validate({"start": "2024-02-05", "size": "palm", "site": "thigh"}),
        JointPainInput.model_validate({"start": "2024-02-06", "pain": 0, "swelling": False}),
        CheckInInput(start="2024-02-19", end="2024-02-26", answer=Answer.HAD_BLEEDS),
        ObservedInput(start="2024-03-01", end="2024-04-01"),
        BleedCountInput(start="2023-01-01", end="2023-06-01", value=4),
        GeneTherapyInput(start="2024-06-01", product="hemgenix", value=2e13, unit="gc/kg"),
        FixActivityInput.model_validate(
            {"start": "2024-07-01T09:00", "value": 36.9, "unit": "IU/dL", "assay": "one_stage"}
        ),
        AltInput(start="2024-07-01", value=41, unit="U/L", upper_limit=40),
        SteroidCourseInput(start="2024-07-02"),
        JointScoreInput(start="2024-07-03", value=12),
        BackOnProphylaxisInput(start="2025-01-01"),
        bleed(start="2024-02-25", zone="America/New_York", treated="yes", private=True, note="’"),
    ]


def test_out_in_and_out_again_is_the_same_to_the_byte(ada: Ada, people: People) -> None:
    for entry in whole_diary():
        ada.log(entry)
    first = export(ada)
    fresh = people.patient("Fresh")
    done = import_diary(ada.record, by=CONSOLE, patient_id=fresh, text=first)
    assert done.added > 15
    assert export(ada, fresh) == first


def test_the_same_file_twice_is_there_once(ada: Ada) -> None:
    text = "kind,start,end,site,side\nbleed,2024-03-01,,knee,left\nbleed,2024-03-01,,knee,left\n"
    first = import_diary(ada.record, by=CONSOLE, patient_id=ada.patient, text=text)
    again = import_diary(ada.record, by=CONSOLE, patient_id=ada.patient, text=text)
    # Two rows that say the same are two entries; the file again adds none.
    assert (first.added, first.unchanged) == (2, 0)
    assert (again.added, again.unchanged) == (0, 2)
    assert len(ada.entries()) == 2


def faults(ada: Ada, text: str, **options: Any) -> list[str]:
    with pytest.raises(DiaryFileError) as caught:
        import_diary(ada.record, by=CONSOLE, patient_id=ada.patient, text=text, **options)
    return [fault.text("diary.csv") for fault in caught.value.faults]


@pytest.mark.parametrize("private_notes", [True, False])
def test_her_own_file_brought_back_adds_nothing(ada: Ada, private_notes: bool) -> None:
    for entry in whole_diary():
        ada.log(entry)
    changed = bleed(start="2024-02-10T10:00")
    ada.log(changed)
    revise_entry(
        ada.record,
        by=ada.viewer,
        patient_id=ada.patient,
        entry=bleed(id=changed.id, start="2024-02-11T10:00", pain=3),
        opened_revision=1,
    )
    before = ada.entries()
    file = export_diary(
        ada.record, by=CONSOLE, patient_id=ada.patient, private_notes=private_notes
    ).text

    done = import_diary(ada.record, by=CONSOLE, patient_id=ada.patient, text=file)

    assert done.added == 0
    assert ada.entries() == before


def test_a_therapy_that_was_taken_out_makes_room_for_the_right_one(ada: Ada) -> None:
    wrong = ada.log(GeneTherapyInput(start="2024-01-01"))
    withdraw_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=wrong)
    text = "kind,start\ngene_therapy,2024-02-01\n"
    assert import_diary(ada.record, by=CONSOLE, patient_id=ada.patient, text=text).added == 1


def test_what_stands_in_the_file_is_counted(ada: Ada) -> None:
    ada.log(bleed(start="2024-02-10"))
    ada.log(ReviewInput(start="2024-02-11"))
    done = export_diary(ada.record, by=CONSOLE, patient_id=ada.patient)
    assert (done.entries, len(done.text.splitlines())) == (1, 2)


def test_nothing_is_stored_while_one_row_is_at_fault(ada: Ada) -> None:
    text = "kind,start,site\nbleed,2024-03-01,knee\nbleed,2024-03-01,elbo\n"
    [fault] = faults(ada, text)
    assert fault.startswith('diary.csv:3: site: found "elbo", expected ')
    assert ada.entries() == []


def test_the_future_is_refused(ada: Ada) -> None:
    with time_machine.travel(datetime(2024, 3, 20, 12, 0, tzinfo=UTC), tick=False):
        text = "kind,start,end\nbleed,2024-03-21,\nno_bleeds,2024-03-01,2024-03-21\n"
        [fault] = faults(ada, text)
    assert fault == 'diary.csv:2: start: found "2024-03-21", expected a past time'


def test_one_file_is_one_persons(ada: Ada) -> None:
    [fault] = faults(ada, "patient,kind,start\nA,bleed,2024-03-01\nB,bleed,2024-03-01\n")
    assert fault.startswith("diary.csv:3: patient: ")


def test_a_second_gene_therapy_is_a_fault(ada: Ada) -> None:
    ada.log(GeneTherapyInput(start="2024-01-01"))
    [fault] = faults(ada, "kind,start\ngene_therapy,2024-02-01\n")
    assert fault.startswith("diary.csv:2: kind: ")


def test_an_id_that_says_something_else_is_a_fault(ada: Ada) -> None:
    entry = bleed(start="2024-03-01")
    ada.log(entry)
    [fault] = faults(ada, f"id,kind,start\n{entry.id},bleed,2024-03-02\n")
    assert fault.startswith(f'diary.csv:2: id: found "{entry.id}", which ')


def test_a_fault_repeats_the_files_own_words_not_our_ids(ada: Ada) -> None:
    read_in(ada, "id,kind,start,adjudication\nb7,bleed,2024-03-01,bleed\n,bleed,2024-03-05,\n")
    changed = "id,kind,start,adjudication\nb7,bleed,2024-03-02,bleed\n"
    [fault] = faults(ada, changed)
    assert fault == (
        'diary.csv:2: id: found "b7", which the diary has with other content, '
        "expected a new id, or no id"
    )
    settled = "id,kind,start,adjudication\nb7,bleed,2024-03-01,not_a_bleed\n"
    [fault] = faults(ada, settled)
    assert fault == (
        'diary.csv:2: adjudication: found "not_a_bleed", where the diary has another verdict, '
        "expected the same one, or none"
    )


def test_a_row_without_an_id_that_was_read_in_another_zone_is_told_so(ada: Ada) -> None:
    text = "kind,start\nbleed,2024-03-01\n"
    read_in(ada, text)
    [fault] = faults(ada, text, zone="America/New_York")
    assert fault == (
        "diary.csv:2: zone: found nothing, and the diary has this row in another time zone, "
        "expected the zone of then"
    )


def test_private_notes_stay_unless_asked_for(ada: Ada) -> None:
    ada.log(bleed(start="2024-03-01", note="only mine", private=True))
    without = export_diary(ada.record, by=CONSOLE, patient_id=ada.patient)
    assert "only mine" not in without.text
    assert without.private_notes_left_out == 1
    assert "only mine" in export(ada)


def test_what_travels_is_noted_with_its_reason(ada: Ada) -> None:
    import_diary(
        ada.record, by=CONSOLE, patient_id=ada.patient, text="kind,start\nbleed,2024-03-01\n"
    )
    export(ada)
    assert ada.events() == ["console imported", "console exported"]


def test_patients_are_found_by_email_or_id(ada: Ada, people: People) -> None:
    assert find_patient(ada.record, by=CONSOLE, wanted=email_of("Ada").upper()) == ada.patient
    assert find_patient(ada.record, by=CONSOLE, wanted=str(ada.patient)) == ada.patient
    for wanted in ("nobody@people.example", ""):
        with pytest.raises(NoSuchDiaryError):
            find_patient(ada.record, by=CONSOLE, wanted=wanted)
    stranger = Viewer(people.person("Eve"))
    with pytest.raises(NoSuchDiaryError):
        export_diary(ada.record, by=stranger, patient_id=ada.patient)
