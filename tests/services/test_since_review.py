"""What is new since the last review, for the clinic and for the person."""

from datetime import date

from bleedlog.models.bleed import BruiseInput
from bleedlog.models.check_in import CheckInInput
from bleedlog.models.clinic_record import AltInput
from bleedlog.models.infusion import InfusionInput
from bleedlog.models.person_input import PatientInput
from bleedlog.services.entries import (
    revise_entry,
    withdraw_entry,
)
from bleedlog.services.profile import correct_profile
from bleedlog.services.questions import list_questions
from bleedlog.services.since_review import Doses
from tests.services.ada import bleed
from tests.services.clinic_visit import REVIEWED, Clinic


def test_new_is_what_was_told_since_whenever_it_happened(clinic: Clinic) -> None:
    old = clinic.log(bleed(start="2026-03-01", site="knee", side="left"))
    kept = clinic.log(bleed(start="2026-03-02", site="hip", side="left"))
    clinic.log(InfusionInput.model_validate({"start": "2026-05-01", "dose_iu": 4000}))
    clinic.log(AltInput.model_validate({"start": "2026-05-01", "value": 20, "unit": "U/L"}),
               clinic.nia)  # fmt: skip
    clinic.later(hours=1)
    clinic.review()
    clinic.later(hours=1)
    # In the same afternoon, and of a day before the review.
    unsure = clinic.log(bleed(start="2026-04-20", site="elbow", side="right", certainty="unsure"))
    clinic.later(days=10)
    bruise = clinic.log(BruiseInput.model_validate({"start": "2026-05-10", "site": "thigh"}))
    gone = clinic.log(bleed(start="2026-05-11"))
    withdraw_entry(clinic.record, by=clinic.ada, patient_id=clinic.patient, entry_id=gone)
    revise_entry(
        clinic.record, by=clinic.ada, patient_id=clinic.patient, opened_revision=1,
        entry=bleed(id=old, start="2026-03-01", site="knee", side="right"),
    )  # fmt: skip
    for dose in (2000, 1500, None):
        said = {"start": "2026-05-12", "dose_iu": dose}
        clinic.log(InfusionInput.model_validate(said))
    alt = clinic.log(
        AltInput.model_validate({"start": "2026-04-01", "value": 51, "unit": "U/L"}), clinic.nia
    )
    clinic.log(CheckInInput.model_validate(
        {"start": "2026-05-04", "end": "2026-05-08", "answer": "no_bleeds"}
    ))  # fmt: skip
    correct_profile(
        clinic.record, by=clinic.nia, patient_id=clinic.patient, edition=0, centre_id=clinic.leeds,
        profile=PatientInput(name="Ada", hospital_number="L7"),
    )  # fmt: skip
    clinic.settle(kept, "not_a_bleed")

    news = clinic.page().news

    assert news.first == REVIEWED
    assert [row.id for row in news.bleeds] == [bruise, unsure]
    assert [row.id for row in news.changed] == [old]
    assert news.to_settle == {unsure}
    assert news.doses == Doses(3, 3500, 1)
    # 4 to 7 May: a bruise that nobody calls a bleed notes no day.
    assert (news.days, news.days_told, news.told_until) == (10, 4, date(2026, 5, 7))
    assert [row.id for row in news.results] == [alt]
    assert [(one.ruling.verdict, one.about.id) for one in news.verdicts if one.about] == [
        ("not_a_bleed", kept)
    ]
    assert [one.field for one in news.corrected] == ["hospital_number"]


def test_a_review_noted_late_hides_nothing_that_was_told_after_its_day(clinic: Clinic) -> None:
    seen = clinic.log(bleed(start="2026-05-03"))
    clinic.later(days=2)
    told = clinic.log(bleed(start="2026-04-30"))
    clinic.later(days=1)
    clinic.review()
    assert [row.id for row in clinic.page().news.bleeds] == [told]
    assert seen != told


def test_a_first_review_looks_90_days_back_at_what_happened(clinic: Clinic) -> None:
    clinic.log(bleed(start="2026-02-02"))
    first = clinic.log(bleed(start="2026-02-03"))
    news = clinic.page().news
    assert (news.first, [row.id for row in news.bleeds], news.changed) == (
        date(2026, 2, 3), [first], (),
    )  # fmt: skip
    assert (news.days, news.days_told) == (90, 1)


def test_the_person_reads_what_the_team_settled_since_the_review_before(clinic: Clinic) -> None:
    entries = [clinic.log(bleed(start=f"2026-03-0{day}", certainty="unsure")) for day in (1, 2, 3)]
    clinic.settle(entries[0], "bleed")
    assert clinic.theirs().verdicts == ()
    clinic.review()
    assert [one.ruling.about for one in clinic.theirs().verdicts] == entries[:1]
    clinic.later(days=30)
    clinic.settle(entries[1], "not_a_bleed")
    clinic.review("2026-06-03")
    clinic.later(days=1)
    clinic.settle(entries[2], "bleed")
    correct_profile(
        clinic.record, by=clinic.nia, patient_id=clinic.patient, edition=0, centre_id=clinic.leeds,
        profile=PatientInput(name="Ada", hospital_number="L7"),
    )  # fmt: skip
    theirs = clinic.theirs()
    assert [one.ruling.about for one in theirs.verdicts] == [entries[2], entries[1]]
    assert [one.field for one in theirs.corrected] == ["hospital_number"]


def test_questions_of_a_diary_are_the_contract_of_its_summary(clinic: Clinic) -> None:
    clinic.ask("May I fly?")
    (one,) = list_questions(clinic.record, by=clinic.nia, patient_id=clinic.patient)
    assert (one.text, one.asked_on, one.answered_on) == ("May I fly?", REVIEWED, None)
