"""Who helps with a diary and which clinics look: decided by its person, effective at once."""

import threading
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import pytest

from bleedlog.models.invitation import InvitedAs
from bleedlog.models.moment import local_now
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.services.accepting import Accepted, InvitationOver, accept_invitation
from bleedlog.services.consents import share_with_clinic, stop_sharing_with_clinic
from bleedlog.services.home import get_home
from bleedlog.services.invitations import invite
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.sharing import (
    LastOneError,
    change_helper,
    end_help,
    get_helper,
    get_sharing,
    list_clinics_to_share_with,
)
from tests.people import People
from tests.services.ada import Ada

READ, LOG, MANAGE = AccessRole.CARER_READ, AccessRole.CARER_LOG, AccessRole.CARER_MANAGE


def helper(ada: Ada, people: People, name: str, role: AccessRole) -> Viewer:
    user = people.user(name)
    people.access(user, ada.patient, role)
    return Viewer(user)


def user_of(viewer: Viewer) -> UUID:
    assert viewer.user_id is not None
    return viewer.user_id


def sees(ada: Ada, viewer: Viewer) -> bool:
    try:
        get_home(ada.record, by=viewer, patient_id=ada.patient, now=local_now("Europe/London"))
    except NoSuchDiaryError:
        return False
    return True


def helpers(ada: Ada, by: Viewer | None = None) -> dict[str, AccessRole]:
    found = get_sharing(ada.record, by=by or ada.viewer, patient_id=ada.patient)
    return {one.name: one.role for one in found.helpers}


def test_the_person_sees_who_helps_and_who_was_invited(ada: Ada, people: People) -> None:
    helper(ada, people, "Cara", LOG)
    invite(
        ada.record,
        by=ada.viewer,
        invited_as=InvitedAs.CARER,
        patient_id=ada.patient,
        access_role=READ,
        name="Gran",
    )
    found = get_sharing(ada.record, by=ada.viewer, patient_id=ada.patient)
    assert [(one.name, one.role) for one in found.helpers] == [("Cara", LOG)]
    assert [(one.name, one.access_role) for one in found.invited] == [("Gran", READ)]
    assert found.person_signs_in
    assert not found.may_hand_over


@pytest.mark.parametrize("role", [READ, LOG])
def test_only_who_manages_sees_and_decides_that(ada: Ada, people: People, role: AccessRole) -> None:
    cara, pat = helper(ada, people, "Cara", role), helper(ada, people, "Pat", MANAGE)
    leeds = people.clinic()
    people.consent(ada.patient, leeds)
    staff = [Viewer(people.staff(one.value, leeds, one)) for one in StaffRole]
    stranger = Viewer(people.person("Eve"))
    for viewer in (cara, stranger, *staff):
        for act in (
            lambda by: get_sharing(ada.record, by=by, patient_id=ada.patient),
            lambda by: list_clinics_to_share_with(ada.record, by=by, patient_id=ada.patient),
            lambda by: get_helper(ada.record, by=by, patient_id=ada.patient, user_id=user_of(pat)),
            lambda by: change_helper(
                ada.record, by=by, patient_id=ada.patient, user_id=user_of(cara), role=MANAGE
            ),
            lambda by: end_help(ada.record, by=by, patient_id=ada.patient, user_id=user_of(pat)),
            lambda by: share_with_clinic(
                ada.record, by=by, patient_id=ada.patient, clinic_id=leeds
            ),
            lambda by: stop_sharing_with_clinic(
                ada.record, by=by, patient_id=ada.patient, clinic_id=leeds
            ),
        ):
            with pytest.raises(NoSuchDiaryError):
                act(viewer)
    assert helpers(ada, pat) == {"Cara": role, "Pat": MANAGE}


def test_what_somebody_may_do_changes_at_once(ada: Ada, people: People) -> None:
    cara = helper(ada, people, "Cara", READ)
    change_helper(
        ada.record, by=ada.viewer, patient_id=ada.patient, user_id=user_of(cara), role=MANAGE
    )
    assert helpers(ada, cara) == {"Cara": MANAGE}
    change_helper(
        ada.record, by=ada.viewer, patient_id=ada.patient, user_id=user_of(cara), role=READ
    )
    with pytest.raises(NoSuchDiaryError):
        helpers(ada, cara)
    assert ada.events()[-3:] == ["patient changed", "carer looked", "patient changed"]


def test_help_ends_at_once(ada: Ada, people: People) -> None:
    cara = helper(ada, people, "Cara", LOG)
    assert sees(ada, cara)
    end_help(ada.record, by=ada.viewer, patient_id=ada.patient, user_id=user_of(cara))
    assert not sees(ada, cara)
    assert helpers(ada) == {}
    with pytest.raises(NoSuchDiaryError):
        end_help(ada.record, by=ada.viewer, patient_id=ada.patient, user_id=user_of(cara))
    assert "patient revoked" in ada.events()


@pytest.mark.parametrize("role", [READ, LOG, MANAGE])
def test_everybody_may_stop_helping(ada: Ada, people: People, role: AccessRole) -> None:
    cara = helper(ada, people, "Cara", role)
    end_help(ada.record, by=cara, patient_id=ada.patient, user_id=user_of(cara))
    assert not sees(ada, cara)
    assert "carer revoked" in ada.events()


@pytest.mark.parametrize("way", ["revoked", "lowered"])
def test_an_invitation_ends_with_what_its_maker_might_do(
    ada: Ada, people: People, way: str
) -> None:
    pat = helper(ada, people, "Pat", MANAGE)
    made = invite(
        ada.record,
        by=pat,
        invited_as=InvitedAs.CARER,
        patient_id=ada.patient,
        access_role=MANAGE,
    )
    mine = invite(
        ada.record,
        by=ada.viewer,
        invited_as=InvitedAs.CARER,
        patient_id=ada.patient,
        access_role=READ,
    )
    if way == "revoked":
        end_help(ada.record, by=ada.viewer, patient_id=ada.patient, user_id=user_of(pat))
    else:
        change_helper(
            ada.record, by=ada.viewer, patient_id=ada.patient, user_id=user_of(pat), role=LOG
        )
    eve = Viewer(people.user("Eve"))
    assert isinstance(accept_invitation(ada.record, by=eve, code=made.code), InvitationOver)
    assert isinstance(accept_invitation(ada.record, by=eve, code=mine.code), Accepted)


def test_nobody_decides_about_the_person_themselves(ada: Ada, people: People) -> None:
    pat = helper(ada, people, "Pat", MANAGE)
    for by in (pat, ada.viewer):
        with pytest.raises(NoSuchDiaryError):
            end_help(ada.record, by=by, patient_id=ada.patient, user_id=ada.user)
        with pytest.raises(NoSuchDiaryError):
            change_helper(ada.record, by=by, patient_id=ada.patient, user_id=ada.user, role=READ)
    assert sees(ada, ada.viewer)


def test_nobody_is_made_the_person(ada: Ada, people: People) -> None:
    pat = helper(ada, people, "Pat", MANAGE)
    with pytest.raises(ValueError, match="patient"):
        change_helper(
            ada.record,
            by=pat,
            patient_id=ada.patient,
            user_id=user_of(pat),
            role=AccessRole.PATIENT,
        )


class TestAChildsDiary:
    """Somebody must be left who decides."""

    def test_the_last_parent_neither_leaves_nor_is_lowered(self, people: People) -> None:
        sam, pat = people.patient("Sam"), Viewer(people.user("Pat"))
        people.access(user_of(pat), sam, MANAGE)
        with pytest.raises(LastOneError):
            end_help(people.record, by=pat, patient_id=sam, user_id=user_of(pat))
        with pytest.raises(LastOneError):
            change_helper(people.record, by=pat, patient_id=sam, user_id=user_of(pat), role=READ)
        assert get_sharing(people.record, by=pat, patient_id=sam).may_hand_over

    def test_one_of_two_parents_may(self, people: People) -> None:
        sam, pat, kim = people.patient("Sam"), people.user("Pat"), people.user("Kim")
        for parent in (pat, kim):
            people.access(parent, sam, MANAGE)
        end_help(people.record, by=Viewer(pat), patient_id=sam, user_id=kim)
        with pytest.raises(LastOneError):
            end_help(people.record, by=Viewer(pat), patient_id=sam, user_id=pat)

    def test_two_parents_who_end_each_others_help_at_once_leave_one(self, people: People) -> None:
        sam, pat, kim = people.patient("Sam"), people.user("Pat"), people.user("Kim")
        for parent in (pat, kim):
            people.access(parent, sam, MANAGE)
        both = threading.Barrier(2)

        def end(by: UUID, whose: UUID) -> None:
            both.wait()
            with suppress(LastOneError, NoSuchDiaryError):
                end_help(people.record, by=Viewer(by), patient_id=sam, user_id=whose)

        threads = [threading.Thread(target=end, args=pair) for pair in ((pat, kim), (kim, pat))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        left = []
        for parent in (pat, kim):
            try:
                found = get_sharing(people.record, by=Viewer(parent), patient_id=sam)
            except NoSuchDiaryError:
                continue
            left.append([one.user_id for one in found.helpers])
        assert left in ([[pat]], [[kim]])


class TestConsent:
    """A clinic looks from when the person says so until they say no more."""

    def test_two_centres_at_once(self, ada: Ada, people: People) -> None:
        hub, spoke = people.clinic("Leeds"), people.clinic("York")
        doctors = [Viewer(people.staff(name, one)) for name, one in (("Nia", hub), ("Joe", spoke))]
        assert [sees(ada, doctor) for doctor in doctors] == [False, False]
        for clinic in (hub, spoke):
            share_with_clinic(ada.record, by=ada.viewer, patient_id=ada.patient, clinic_id=clinic)
        assert [sees(ada, doctor) for doctor in doctors] == [True, True]
        assert self._clinics(ada) == ["Leeds", "York"]
        stop_sharing_with_clinic(ada.record, by=ada.viewer, patient_id=ada.patient, clinic_id=hub)
        assert [sees(ada, doctor) for doctor in doctors] == [False, True]
        assert self._clinics(ada) == ["York"]

    def test_it_can_be_given_again_and_counts_from_then(self, ada: Ada, people: People) -> None:
        leeds = people.clinic()
        decide: dict[str, Any] = {"by": ada.viewer, "patient_id": ada.patient, "clinic_id": leeds}
        share_with_clinic(ada.record, **decide)
        [first] = get_sharing(ada.record, by=ada.viewer, patient_id=ada.patient).clinics
        share_with_clinic(ada.record, **decide)
        [same] = get_sharing(ada.record, by=ada.viewer, patient_id=ada.patient).clinics
        assert same.since == first.since
        stop_sharing_with_clinic(ada.record, **decide)
        share_with_clinic(ada.record, **decide)
        [again] = get_sharing(ada.record, by=ada.viewer, patient_id=ada.patient).clinics
        assert again.since is not None
        assert first.since is not None
        assert again.since > first.since
        assert ada.events() == ["patient granted", "patient revoked", "patient granted"]

    def test_what_is_not_shared_cannot_be_stopped(self, ada: Ada, people: People) -> None:
        for clinic in (people.clinic(), uuid4()):
            with pytest.raises(NoSuchDiaryError):
                stop_sharing_with_clinic(
                    ada.record, by=ada.viewer, patient_id=ada.patient, clinic_id=clinic
                )
        with pytest.raises(NoSuchDiaryError):
            share_with_clinic(ada.record, by=ada.viewer, patient_id=ada.patient, clinic_id=uuid4())

    def test_only_clinics_that_do_not_look_yet_are_offered(self, ada: Ada, people: People) -> None:
        hub = people.clinic("Leeds")
        people.clinic("York")
        share_with_clinic(ada.record, by=ada.viewer, patient_id=ada.patient, clinic_id=hub)
        offered = list_clinics_to_share_with(ada.record, by=ada.viewer, patient_id=ada.patient)
        assert [one.name for one in offered] == ["York"]

    @staticmethod
    def _clinics(ada: Ada) -> list[str]:
        found = get_sharing(ada.record, by=ada.viewer, patient_id=ada.patient)
        return [one.name for one in found.clinics]
