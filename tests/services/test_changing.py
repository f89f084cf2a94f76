"""Whose entries may be changed: the diary stays the person's, records the clinic's."""

from uuid import UUID

import pytest

from bleedlog.models.clinic_record import AdjudicationInput, FixActivityInput
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import AccessRole, Verdict
from bleedlog.services.entries import get_entry, log_entry, restore_entry, withdraw_entry
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.storage.patients import grant_consent
from tests.people import A_TEST, People
from tests.services.ada import bleed


class Bo:
    """Bo's diary, shared with Leeds and York, where his mother is a nurse."""

    def __init__(self, people: People) -> None:
        self.people, self.record = people, people.record
        leeds, york = people.clinic("Leeds"), people.clinic("York")
        self.leeds = leeds
        self.diary = people.patient("Bo", leeds)
        with people.record.transaction(A_TEST) as connection:
            grant_consent(connection, patient_id=self.diary, clinic_id=york)
        self.bo = Viewer(people.user("Bo"))
        self.carer = Viewer(people.user("Cara"))
        self.doctor = Viewer(people.staff("Doctor", leeds))
        self.nurse = Viewer(people.staff("Nurse", leeds))
        self.elsewhere = Viewer(people.staff("Elsewhere", york))
        for viewer, role in (
            (self.bo, AccessRole.PATIENT),
            (self.carer, AccessRole.CARER_LOG),
            (self.nurse, AccessRole.CARER_MANAGE),
        ):
            assert viewer.user_id is not None
            people.access(viewer.user_id, self.diary, role)

    def log(self, by: Viewer, entry: EntryInput) -> UUID:
        log_entry(self.record, by=by, patient_id=self.diary, entry=entry)
        return entry.id

    def may_change(self, by: Viewer, entry: UUID) -> bool:
        """Whether they take it out and bring it back; what is offered to them is the same."""
        seen = get_entry(self.record, by=by, patient_id=self.diary, entry_id=entry)
        try:
            withdraw_entry(self.record, by=by, patient_id=self.diary, entry_id=entry)
            restore_entry(self.record, by=by, patient_id=self.diary, entry_id=entry)
        except NoSuchDiaryError:
            assert not seen.may_change
            return False
        assert seen.may_change
        return True


@pytest.fixture
def bo(people: People) -> Bo:
    return Bo(people)


def test_staff_leave_the_persons_own_words_alone(bo: Bo) -> None:
    entry = bo.log(bo.bo, bleed(start="2024-03-01"))
    assert bo.may_change(bo.bo, entry)
    assert bo.may_change(bo.carer, entry)
    assert not bo.may_change(bo.doctor, entry)
    assert not bo.may_change(bo.elsewhere, entry)


def test_a_bleed_that_a_clinic_noted_is_still_in_the_persons_diary(bo: Bo) -> None:
    entry = bo.log(bo.doctor, bleed(start="2024-03-01"))
    assert bo.may_change(bo.bo, entry)
    assert bo.may_change(bo.carer, entry)
    assert bo.may_change(bo.doctor, entry)
    assert not bo.may_change(bo.elsewhere, entry)


def test_a_clinics_results_are_changed_by_that_clinic_alone(bo: Bo) -> None:
    entry = bo.log(bo.doctor, FixActivityInput(start="2024-03-01", value=38, unit="IU/dL"))
    assert bo.may_change(bo.doctor, entry)
    assert bo.may_change(bo.nurse, entry)
    assert bo.may_change(console("rectified on request"), entry)
    assert not bo.may_change(bo.bo, entry)
    assert not bo.may_change(bo.carer, entry)
    assert not bo.may_change(bo.elsewhere, entry)


def test_a_nurse_who_is_a_parent_changes_results_as_a_nurse(bo: Bo) -> None:
    entry = bo.log(bo.doctor, FixActivityInput(start="2024-03-01", value=38, unit="IU/dL"))
    assert bo.may_change(bo.nurse, entry)
    seen = get_entry(bo.record, by=bo.bo, patient_id=bo.diary, entry_id=entry)
    assert {(state.entered_by, state.clinic_id) for state in seen.revisions} == {
        ("clinic", bo.leeds)
    }
    about = bo.log(bo.bo, bleed(start="2024-03-01", certainty="unsure"))
    settled = bo.log(
        bo.nurse, AdjudicationInput(start="2024-03-02", about=about, verdict=Verdict.BLEED)
    )
    seen = get_entry(bo.record, by=bo.bo, patient_id=bo.diary, entry_id=settled)
    assert seen.entry.entered_by == "clinic"


def test_only_a_clinic_settles_what_is_a_bleed(bo: Bo) -> None:
    about = bo.log(bo.bo, bleed(start="2024-03-01", certainty="unsure"))
    verdict = AdjudicationInput(start="2024-03-02", about=about, verdict=Verdict.NOT_A_BLEED)
    for viewer in (bo.bo, bo.carer):
        with pytest.raises(NoSuchDiaryError):
            bo.log(viewer, verdict)
    settled = bo.log(bo.doctor, verdict)
    assert not bo.may_change(bo.bo, settled)
