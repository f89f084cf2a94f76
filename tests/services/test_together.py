"""An appointment in one sitting: questions, the review, the next date, all or nothing."""

from datetime import UTC, date, datetime

import pytest

from bleedlog.models.appointment import AppointmentInput
from bleedlog.models.clinic_record import ReviewInput
from bleedlog.models.entry_input import new_id
from bleedlog.models.person_input import PatientInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.consents import stop_sharing_with_clinic
from bleedlog.services.entries import (
    EntryChangedMeanwhileError,
    EntryRefusedError,
    EntryTakenError,
    EntryWithdrawnError,
    get_entry,
    withdraw_entry,
)
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.profile import correct_profile
from bleedlog.services.reviews import correct_review
from tests.people import A_TEST
from tests.services.clinic_visit import REVIEWED, Clinic


def test_one_save_holds_all_that_the_appointment_led_to(clinic: Clinic) -> None:
    fly, dive = clinic.ask("May I fly?"), clinic.ask("May I dive?")
    clinic.save(
        answered=frozenset({fly, new_id()}),
        review=ReviewInput.model_validate(
            {"start": "2026-05-04", "note": "All well.", "source": "clinic"}
        ),
        sets_appointment=True,
        appointment=AppointmentInput(start="2026-11-02T09:30"),
    )

    page, home, theirs = clinic.page(), clinic.home(), clinic.theirs()
    assert [(one.id, one.answered_on) for one in page.questions] == [
        (dive, None), (fly, REVIEWED),
    ]  # fmt: skip
    assert [(one.day, one.note, one.clinic_name, one.by_name) for one in page.reviews] == [
        (REVIEWED, "All well.", "Leeds", "Nia")
    ]
    for found in (page.appointment, home.appointment, *theirs.appointments):
        assert found is not None
        assert (found.clinic_name, found.start) == ("Leeds", "2026-11-02T09:30")
    assert (home.open_questions, home.review) == (1, page.reviews[0])
    assert theirs.review == page.reviews[0]
    assert clinic.deeds()[-3:] == [
        ("logged", "review"), ("confirmed", "question 1"), ("confirmed", "appointment"),
    ]  # fmt: skip
    clinic.later(days=31)
    assert clinic.home().review is None


def test_nothing_is_stored_if_a_part_cannot_be(clinic: Clinic) -> None:
    fly = clinic.ask("May I fly?")
    with pytest.raises(EntryRefusedError, match="in the past"):
        clinic.save(
            answered=frozenset({fly}),
            review=ReviewInput.model_validate({"start": "2026-05-04", "source": "clinic"}),
            sets_appointment=True,
            appointment=AppointmentInput(start="2026-05-03"),
        )
    page = clinic.page()
    assert (page.reviews, page.questions[0].answered_on, page.appointment) == ((), None, None)


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("2026-05-03", "in the past"),
        ("2026-05-04T12:59", "time is over"),
        ("2031-06-01", "five years"),
    ],
)
def test_appointments_that_cannot_be_are_refused(clinic: Clinic, start: str, why: str) -> None:
    """It is 1pm in London."""
    with pytest.raises(EntryRefusedError, match=why):
        clinic.appoint(start)
    clinic.appoint("2026-05-04T13:00")
    clinic.appoint("2026-05-04")


def test_an_appointment_is_changed_cleared_and_over(clinic: Clinic) -> None:
    clinic.appoint("2026-06-01")
    clinic.appoint("2026-06-01")
    clinic.appoint("2026-06-08T10:00")
    assert [one.start for one in clinic.theirs().appointments] == ["2026-06-08T10:00"]
    clinic.appoint(None)
    assert clinic.theirs().appointments == ()
    clinic.appoint("2026-06-15")
    assert [deed for deed in clinic.deeds() if deed[1] == "appointment"] == [
        ("confirmed", "appointment"), ("confirmed", "appointment"), ("revoked", "appointment"),
        ("confirmed", "appointment"),
    ]  # fmt: skip
    clinic.later(days=42)
    assert [one.start for one in clinic.theirs().appointments] == ["2026-06-15"]
    clinic.later(days=1)
    assert clinic.theirs().appointments == ()
    # What is over stays as it was.
    clinic.appoint("2026-12-01")
    assert [one.start for one in clinic.theirs().appointments] == ["2026-12-01"]


def test_each_clinic_sets_its_own_and_only_while_it_may_look(clinic: Clinic) -> None:
    york = clinic.people.clinic("York")
    yan = Viewer(clinic.people.staff("Yan", york))
    clinic.people.consent(clinic.patient, york)
    clinic.appoint("2026-06-01")
    clinic.appoint("2026-05-20", by=yan)
    page = clinic.page()
    assert page.appointment is not None
    assert page.appointment.start == "2026-06-01"
    assert [one.clinic_name for one in page.elsewhere] == ["York"]
    assert [one.clinic_name for one in clinic.theirs().appointments] == ["York", "Leeds"]
    stop_sharing_with_clinic(
        clinic.record, by=clinic.ada, patient_id=clinic.patient, clinic_id=york
    )
    assert [one.clinic_name for one in clinic.theirs().appointments] == ["Leeds"]
    with pytest.raises(NoSuchDiaryError):
        clinic.appoint("2026-07-01", by=yan)


@pytest.mark.parametrize(
    ("day", "why"),
    [("2026-05-05", "in the future"), ("1979-12-31", "before the person was born")],
)
def test_reviews_that_cannot_be_are_refused(clinic: Clinic, day: str, why: str) -> None:
    correct_profile(
        clinic.record, by=clinic.ada, patient_id=clinic.patient, edition=0, centre_id=clinic.leeds,
        profile=PatientInput(name="Ada", born=date(1980, 1, 1)),
    )  # fmt: skip
    with pytest.raises(EntryRefusedError, match=why):
        clinic.review(day)
    clinic.review("2026-05-03")


def test_a_clinic_reviews_once_a_day(clinic: Clinic) -> None:
    review = clinic.review(note="One")
    clinic.review(id=review, note="One")
    with pytest.raises(EntryTakenError):
        clinic.review(id=review, note="Two")
    with pytest.raises(EntryRefusedError, match="already"):
        clinic.review(note="Two")
    assert [one.note for one in clinic.page().reviews] == ["One"]


def test_a_review_is_corrected_and_taken_back_and_keeps_what_it_said(clinic: Clinic) -> None:
    review = clinic.review(note="Knee bled twice.")

    def correct(
        revision: int, note: str, by: Viewer | None = None, day: str = "2026-05-01"
    ) -> None:
        said = {"id": review, "start": day, "note": note, "source": "clinic"}
        correct_review(
            clinic.record, by=by or clinic.nia, patient_id=clinic.patient,
            review=ReviewInput.model_validate(said), opened_revision=revision,
            now=datetime.now(UTC),
        )  # fmt: skip

    correct(1, "Knee bled once.")
    assert [(one.day, one.note) for one in clinic.page().reviews] == [
        (date(2026, 5, 1), "Knee bled once.")
    ]
    with pytest.raises(EntryChangedMeanwhileError):
        correct(1, "Elbow.")
    with pytest.raises(EntryRefusedError, match="future"):
        correct(2, "Elbow.", day="2026-05-05")
    for by in (clinic.vic, clinic.ada):
        with pytest.raises(NoSuchDiaryError):
            correct(2, "Elbow.", by)
        with pytest.raises(NoSuchDiaryError):
            withdraw_entry(clinic.record, by=by, patient_id=clinic.patient, entry_id=review)
    withdraw_entry(clinic.record, by=clinic.nia, patient_id=clinic.patient, entry_id=review)
    assert (clinic.page().reviews, clinic.theirs().review, clinic.home().review) == ((), None, None)
    with pytest.raises(EntryWithdrawnError):
        correct(3, "Elbow.")
    states = get_entry(
        clinic.record, by=clinic.ada, patient_id=clinic.patient, entry_id=review
    ).revisions
    assert [(one.state["start"], one.state["note"], one.withdrawn) for one in states] == [
        ("2026-05-04", "Knee bled twice.", False),
        ("2026-05-01", "Knee bled once.", False),
        ("2026-05-01", "Knee bled once.", True),
    ]


def test_who_only_looks_or_helps_reviews_nothing(clinic: Clinic) -> None:
    fly = clinic.ask("May I fly?")
    mum = Viewer(clinic.people.user("Mum"))
    assert mum.user_id is not None
    clinic.people.access(mum.user_id, clinic.patient, AccessRole.CARER_MANAGE)
    for by in (clinic.vic, clinic.ada, mum, A_TEST):
        with pytest.raises(NoSuchDiaryError):
            clinic.save(by=by, answered=frozenset({fly}), sets_appointment=True)
    assert not clinic.page(clinic.vic).may_review
    assert clinic.page().may_review
    assert not clinic.theirs(clinic.vic).may_ask
    assert clinic.theirs(mum).may_ask
