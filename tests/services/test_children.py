"""A child's diary: begun by a parent, handed over at 16."""

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine

from bleedlog.models.moment import local_now
from bleedlog.models.person_input import PatientInput
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services import children
from bleedlog.services.accepting import Accepted, accept_invitation
from bleedlog.services.children import (
    BirthUnknownError,
    TooManyDiariesError,
    TooYoungError,
    begin_child_diary,
    birthday,
    hand_over,
)
from bleedlog.services.home import get_home
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.sharing import change_helper, get_sharing
from tests.people import People

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SAM = PatientInput(name="Sam", born=date(2018, 5, 3))


class Pat:
    """A parent."""

    def __init__(self, people: People) -> None:
        self.people, self.record = people, people.record
        self.user = people.user("Pat")
        self.viewer = Viewer(self.user)

    def begin(self, child: PatientInput = SAM, **more: object) -> UUID:
        diary = more.pop("patient_id", None) or uuid4()
        assert isinstance(diary, UUID)
        begin_child_diary(
            self.record,
            by=self.viewer,
            patient_id=diary,
            child=child,
            **more,  # type: ignore[arg-type]
        )
        return diary


@pytest.fixture
def pat(people: People) -> Pat:
    return Pat(people)


def sees(pat: Pat, viewer: Viewer, diary: UUID) -> bool:
    try:
        get_home(pat.record, by=viewer, patient_id=diary, now=local_now("Europe/London"))
    except NoSuchDiaryError:
        return False
    return True


def test_a_parent_begins_a_diary_and_manages_it(pat: Pat) -> None:
    leeds = pat.people.clinic()
    doctor = Viewer(pat.people.staff("Nia", leeds))
    diary = pat.begin(centre_id=leeds, centre_may_look=True)
    found = get_sharing(pat.record, by=pat.viewer, patient_id=diary)
    assert (found.profile.name, found.profile.born) == ("Sam", date(2018, 5, 3))
    assert found.profile.centre_name == "Leeds"
    assert not found.person_signs_in
    assert [(one.user_id, one.role) for one in found.helpers] == [
        (pat.user, AccessRole.CARER_MANAGE)
    ]
    assert [one.name for one in found.clinics] == ["Leeds"]
    assert sees(pat, doctor, diary)


def test_a_centre_is_no_leave_to_look(pat: Pat) -> None:
    leeds = pat.people.clinic()
    doctor = Viewer(pat.people.staff("Nia", leeds))
    assert not sees(pat, doctor, pat.begin(centre_id=leeds))


def test_the_same_form_twice_is_one_diary(pat: Pat) -> None:
    diary = uuid4()
    both = threading.Barrier(2)
    faults = []

    def begin() -> None:
        both.wait()
        try:
            pat.begin(patient_id=diary)
        except Exception as error:  # noqa: BLE001 - told below
            faults.append(error)

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert pat.begin(patient_id=diary) == diary
    assert len(get_sharing(pat.record, by=pat.viewer, patient_id=diary).helpers) == 1


def test_somebody_elses_diary_is_not_begun_again(pat: Pat) -> None:
    theirs = pat.people.patient("Tim")
    with pytest.raises(NoSuchDiaryError):
        pat.begin(patient_id=theirs)
    assert not sees(pat, pat.viewer, theirs)


def test_a_clinic_that_there_is_not(pat: Pat) -> None:
    with pytest.raises(NoSuchDiaryError):
        pat.begin(centre_id=uuid4())


def test_nobody_begins_diaries_without_end(pat: Pat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "MOST_DIARIES", 2)
    pat.begin()
    pat.begin()
    with pytest.raises(TooManyDiariesError):
        pat.begin()


def test_the_console_keeps_no_diary(pat: Pat) -> None:
    with pytest.raises(ValueError, match="console"):
        begin_child_diary(pat.record, by=console("x"), patient_id=uuid4(), child=SAM)


@pytest.mark.parametrize(
    ("born", "day"),
    [
        (date(2010, 11, 22), date(2026, 11, 22)),
        (date(2008, 2, 29), date(2024, 2, 29)),
        # 2100 is no leap year.
        (date(2084, 2, 29), date(2100, 3, 1)),
    ],
)
def test_the_sixteenth_birthday(born: date, day: date) -> None:
    assert birthday(born, 16) == day


class TestHandingOver:
    """From the sixteenth birthday on, in the child's own time zone."""

    @time_machine.travel(NOON, tick=False)
    def test_not_before_the_day(self, pat: Pat) -> None:
        diary = pat.begin(PatientInput(name="Sam", born=date(2010, 11, 23)))
        with pytest.raises(TooYoungError) as told:
            hand_over(pat.record, by=pat.viewer, patient_id=diary)
        assert told.value.old_enough_on == date(2026, 11, 23)
        # At noon in London it is the 23rd already on Samoa's side of the world.
        there = PatientInput(name="Sam", born=date(2010, 11, 23), zone="Pacific/Kiritimati")
        hand_over(pat.record, by=pat.viewer, patient_id=pat.begin(there))

    def test_the_young_person_decides_from_then_on(self, pat: Pat) -> None:
        today = local_now("Europe/London").date()
        born = today.replace(year=today.year - 16)
        diary = pat.begin(PatientInput(name="Sam", born=born))
        kim = pat.people.user("Kim")
        pat.people.access(kim, diary, AccessRole.CARER_MANAGE)
        gran = pat.people.user("Gran")
        pat.people.access(gran, diary, AccessRole.CARER_LOG)
        offer = hand_over(pat.record, by=pat.viewer, patient_id=diary)
        sam = Viewer(pat.people.user("Sam"))

        accepted = accept_invitation(
            pat.record, by=sam, code=offer.code, carers_may=AccessRole.CARER_READ
        )

        assert isinstance(accepted, Accepted)
        found = get_sharing(pat.record, by=sam, patient_id=diary)
        assert {one.name: one.role for one in found.helpers} == {
            "Pat": AccessRole.CARER_READ,
            "Kim": AccessRole.CARER_READ,
            "Gran": AccessRole.CARER_READ,
        }
        assert found.person_signs_in
        with pytest.raises(NoSuchDiaryError):
            get_sharing(pat.record, by=pat.viewer, patient_id=diary)
        assert sees(pat, pat.viewer, diary)
        assert {one.email for one in accepted.gave_up} == {
            f"{name}@people.example" for name in ("pat", "kim", "gran")
        }
        self._is_told(pat, pat.viewer, diary, told=True)
        self._is_told(pat, sam, diary, told=False)
        change_helper(
            pat.record,
            by=sam,
            patient_id=diary,
            user_id=pat.user,
            role=AccessRole.CARER_MANAGE,
        )
        # Whoever manages for somebody who signs in hands nothing over.
        with pytest.raises(NoSuchDiaryError):
            hand_over(pat.record, by=pat.viewer, patient_id=diary)

    @staticmethod
    def _is_told(pat: Pat, viewer: Viewer, diary: UUID, *, told: bool) -> None:
        """On the first page, for thirty days."""
        for days, still in ((0, told), (29, told), (31, False)):
            now = datetime.now(UTC) + timedelta(days)
            home = get_home(pat.record, by=viewer, patient_id=diary, now=now)
            assert (home.handed_over_at is not None) is still

    def test_a_birth_that_is_not_noted_is_asked_for(self, pat: Pat) -> None:
        diary = pat.people.patient("Sam")
        pat.people.access(pat.user, diary, AccessRole.CARER_MANAGE)
        with pytest.raises(BirthUnknownError):
            hand_over(pat.record, by=pat.viewer, patient_id=diary)
        with pytest.raises(TooYoungError):
            hand_over(pat.record, by=pat.viewer, patient_id=diary, born=date(2012, 1, 1))
        hand_over(pat.record, by=pat.viewer, patient_id=diary, born=date(2009, 1, 1))
        profile = get_sharing(pat.record, by=pat.viewer, patient_id=diary).profile
        assert profile.born == date(2009, 1, 1)

    def test_what_is_noted_is_not_told_anew(self, pat: Pat) -> None:
        diary = pat.begin()
        with pytest.raises(TooYoungError):
            hand_over(pat.record, by=pat.viewer, patient_id=diary, born=date(1990, 1, 1))

    @pytest.mark.parametrize("role", [AccessRole.CARER_READ, AccessRole.CARER_LOG])
    def test_only_who_manages_hands_over(self, pat: Pat, role: AccessRole) -> None:
        diary = pat.begin(PatientInput(name="Sam", born=date(2000, 1, 1)))
        cara = pat.people.user("Cara")
        pat.people.access(cara, diary, role)
        with pytest.raises(NoSuchDiaryError):
            hand_over(pat.record, by=Viewer(cara), patient_id=diary)
