"""What a clinic keeps on both databases: its own records of who left, and who looked."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text

from bleedlog.models.clinic_record import FixActivityInput
from bleedlog.models.person_input import PatientInput
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.clinic import get_patient_page
from bleedlog.services.consents import share_with_clinic, stop_sharing_with_clinic
from bleedlog.services.entries import log_entry, revise_entry
from bleedlog.services.left import export_kept_records, list_people_who_left
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.looks import get_looks, get_looks_of_clinic
from bleedlog.services.own_account import correct_own_name
from bleedlog.services.profile import correct_profile
from bleedlog.statistics.rule import Rule
from bleedlog.web.sharing.visits import days_of
from tests.people import People
from tests.services.ada import Ada, bleed


class Leeds:
    """A clinic that Ada shares with, and its staff."""

    def __init__(self, ada: Ada, people: People) -> None:
        self.ada, self.people, self.record = ada, people, ada.record
        self.clinic = people.clinic("Leeds")
        people.consent(ada.patient, self.clinic)
        self.staff = {
            role: Viewer(people.staff(role.value, self.clinic, role)) for role in StaffRole
        }
        self.doctor = self.staff[StaffRole.CLINICIAN]

    def look(self) -> None:
        get_patient_page(
            self.record,
            by=self.doctor,
            patient_id=self.ada.patient,
            rule=Rule(),
            now=datetime.now(UTC),
        )

    def stop(self) -> None:
        stop_sharing_with_clinic(
            self.record, by=self.ada.viewer, patient_id=self.ada.patient, clinic_id=self.clinic
        )

    def left(self, by: Viewer) -> list[tuple[str, int]]:
        found = list_people_who_left(self.record, by=by, clinic_id=self.clinic)
        return [(one.name, one.recorded) for one in found]

    def looks(self, by: Viewer, person: str = "") -> list[str]:
        found = get_looks_of_clinic(
            self.record, by=by, clinic_id=self.clinic, person=person, whole=True
        )
        return [f"{one.user_name} {one.action} {one.patient_name}" for one in found.days.events]


@pytest.fixture
def leeds(ada: Ada, people: People) -> Leeds:
    return Leeds(ada, people)


def test_staff_keep_what_they_recorded_and_see_who_left(leeds: Leeds) -> None:
    result = FixActivityInput(start="2026-11-01", value=38, unit="IU/dL")
    log_entry(leeds.record, by=leeds.doctor, patient_id=leeds.ada.patient, entry=result)
    leeds.ada.log(bleed(start="2026-11-02", note="Hers."))
    leeds.stop()
    for role in (StaffRole.CLINICIAN, StaffRole.VIEWER):
        assert leeds.left(leeds.staff[role]) == [("Ada", 1)]
        text = export_kept_records(leeds.record, by=leeds.staff[role], clinic_id=leeds.clinic)
        assert str(result.id) in text
        assert "Hers." not in text
        assert len(text.splitlines()) == 2


def test_who_left_without_a_record_is_still_named(leeds: Leeds) -> None:
    leeds.stop()
    assert leeds.left(leeds.doctor) == [("Ada", 0)]


def test_what_the_person_made_of_an_entry_later_is_not_the_clinics(leeds: Leeds) -> None:
    noted = bleed(start="2026-11-01", site="knee", side="left")
    log_entry(leeds.record, by=leeds.doctor, patient_id=leeds.ada.patient, entry=noted)
    hers = bleed(id=noted.id, start="2026-11-01", site="knee", side="right", note="It was right.")
    revise_entry(
        leeds.record,
        by=leeds.ada.viewer,
        patient_id=leeds.ada.patient,
        entry=hers,
        opened_revision=1,
    )
    leeds.stop()
    text = export_kept_records(leeds.record, by=leeds.doctor, clinic_id=leeds.clinic)
    assert "left" in text
    assert "It was right." not in text


def test_who_runs_the_clinic_sees_looks_and_names_and_no_more(leeds: Leeds) -> None:
    admin = leeds.staff[StaffRole.ADMIN]
    leeds.look()
    assert leeds.looks(admin) == ["clinician looked Ada"]
    leeds.stop()
    assert leeds.looks(admin, person="AD") == ["clinician looked Ada"]
    assert leeds.looks(admin, person="Bob") == []
    with pytest.raises(NoSuchDiaryError):
        leeds.left(admin)


@pytest.mark.parametrize("role", [StaffRole.CLINICIAN, StaffRole.VIEWER])
def test_nobody_else_sees_the_clinics_looks(leeds: Leeds, role: StaffRole) -> None:
    strangers: list[Viewer] = [
        leeds.staff[role],
        leeds.ada.viewer,
        console("a test"),
        Viewer(leeds.people.staff("Eli", leeds.people.clinic("York"), StaffRole.ADMIN)),
        Viewer(UUID(int=7)),
    ]
    for viewer in strangers:
        with pytest.raises(NoSuchDiaryError):
            leeds.looks(viewer)


def test_who_left_is_known_by_the_name_of_that_day(leeds: Leeds) -> None:
    """Who looked at whom stays told; what somebody is called later is not the clinic's to know."""
    leeds.look()
    leeds.stop()
    correct_profile(
        leeds.record,
        by=leeds.ada.viewer,
        patient_id=leeds.ada.patient,
        profile=PatientInput(name="Adrian"),
        centre_id=None,
        edition=0,
    )
    admin = leeds.staff[StaffRole.ADMIN]

    assert leeds.looks(admin) == ["clinician looked Ada"]
    assert leeds.looks(admin, "ada") == leeds.looks(admin)
    assert leeds.looks(admin, "adrian") == []
    if not leeds.record.is_sqlite:
        with leeds.record.reading(admin) as connection:
            assert connection.execute(text("SELECT name FROM patient")).all() == []
    share_with_clinic(
        leeds.record, by=leeds.ada.viewer, patient_id=leeds.ada.patient, clinic_id=leeds.clinic
    )
    assert leeds.looks(admin, "adrian") == ["clinician looked Adrian"]


def test_whoever_looked_is_told_by_the_name_of_that_day(leeds: Leeds) -> None:
    """A name that is changed afterwards hides nobody."""
    leeds.look()
    for name in ("Dr Innocent", "Dr Nobody"):
        correct_own_name(leeds.record, by=leeds.doctor, name=name)
    leeds.look()

    now = datetime.now(UTC)
    new, old = get_looks(
        leeds.record, by=leeds.ada.viewer, patient_id=leeds.ada.patient, last=None, now=now
    ).days.events
    assert (old.user_name, old.name_today) == ("clinician", "Dr Nobody")
    assert (new.user_name, new.name_today) == ("Dr Nobody", "Dr Nobody")
    assert leeds.looks(leeds.staff[StaffRole.ADMIN]) == [
        "Dr Nobody looked Ada",
        "clinician looked Ada",
    ]
    # The people see both, and their visits apart.
    today = datetime.now(UTC).date()
    (day,) = days_of((new, old), zone="UTC", whose="your", today=today)
    assert [visit.who for visit in day.visits] == ["Dr Nobody", "clinician (now Dr Nobody)"]
