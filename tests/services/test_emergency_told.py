"""The note that somebody looked: on the first page of the diary, until it is put away."""

from datetime import date

import pytest

from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.emergency import (
    Opened,
    Sought,
    put_away,
)
from bleedlog.services.home import get_home
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.own_account import correct_own_name
from tests.services.ward import NOW, REASON, Ward


def notes(ward: Ward, by: Viewer) -> tuple[list[str], bool]:
    home = get_home(ward.record, by=by, patient_id=ward.bo, now=NOW)
    said = [f"{one.user_name} {one.clinic_name} {one.reason}" for one in home.emergencies]
    return said, home.may_put_away


def read_and_put_away(ward: Ward, by: Viewer) -> None:
    [look] = get_home(ward.record, by=ward.owner, patient_id=ward.bo, now=NOW).emergencies
    put_away(ward.record, by=by, patient_id=ward.bo, look_id=look.id)


def test_the_person_is_told_and_puts_it_away(ward: Ward) -> None:
    assert notes(ward, ward.owner) == ([], True)
    ward.open()
    assert notes(ward, ward.owner) == ([f"Nia Leeds {REASON}"], True)
    read_and_put_away(ward, ward.owner)
    assert notes(ward, ward.owner) == ([], True)
    # The list of who looked keeps it.
    assert len(ward.looks()) == 1


def test_another_name_afterwards_hides_nobody(ward: Ward) -> None:
    ward.open()
    ward.clock.shift(1)
    correct_own_name(ward.record, by=ward.nia, name="Dr Innocent")
    assert notes(ward, ward.owner) == ([f"Nia Leeds {REASON}"], True)


def test_a_carer_who_manages_is_told_and_leaves_it_to_the_person(ward: Ward) -> None:
    ward.open()
    pat, cara = ward.people.user("Pat"), ward.people.user("Cara")
    ward.people.access(pat, ward.bo, AccessRole.CARER_MANAGE)
    ward.people.access(cara, ward.bo, AccessRole.CARER_LOG)
    assert notes(ward, Viewer(pat)) == ([f"Nia Leeds {REASON}"], False)
    assert notes(ward, Viewer(cara)) == ([], False)
    for user in (pat, cara):
        with pytest.raises(NoSuchDiaryError):
            read_and_put_away(ward, Viewer(user))


def test_a_parent_puts_it_away_for_a_child(ward: Ward) -> None:
    sam = ward.patient("Sam", date(2018, 5, 3), "9990000026")
    pat = ward.people.user("Pat")
    ward.people.access(pat, sam, AccessRole.CARER_MANAGE)
    opened = ward.open(Sought(nhs_number="9990000026"))
    assert isinstance(opened, Opened)
    assert [told.name for told in opened.tell] == ["Pat"]
    home = get_home(ward.record, by=Viewer(pat), patient_id=sam, now=NOW)
    [look] = home.emergencies
    assert home.may_put_away
    put_away(ward.record, by=Viewer(pat), patient_id=sam, look_id=look.id)
    with pytest.raises(NoSuchDiaryError):
        put_away(ward.record, by=Viewer(pat), patient_id=sam, look_id=look.id)
