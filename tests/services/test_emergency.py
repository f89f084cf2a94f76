"""A look in an emergency: for a reason, for an hour, to read only, and the person is told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bleedlog.models.audit import AccountEvent
from bleedlog.models.clinic_record import FixActivityInput
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.emergency import (
    NobodyFound,
    OpenAnyway,
    Opened,
    SecondFactorMissing,
    Sought,
    TooManyTries,
    end_emergency,
    list_own_looks,
    open_in_emergency,
)
from bleedlog.services.entries import log_entry, withdraw_entry
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.travel import export_diary
from bleedlog.services.worklist import get_worklist
from tests.people import A_TEST
from tests.services.ada import bleed
from tests.services.ward import BY_NUMBER, NOW, REASON, SECRET, Ward


def test_it_opens_for_an_hour_and_each_look_is_told_with_the_reason(ward: Ward) -> None:
    assert not ward.reads()
    opened = ward.open()
    assert isinstance(opened, Opened)
    assert (opened.patient_id, opened.until) == (ward.bo, NOW + timedelta(hours=1))
    assert [told.email for told in opened.tell] == ["bo@people.example"]
    assert ward.reads()
    ward.clock.shift(timedelta(minutes=59))
    assert ward.reads()
    ward.clock.shift(timedelta(minutes=1))
    assert not ward.reads()
    assert list_own_looks(ward.record, by=ward.nia) == []
    assert ward.looks() == [
        f"Nia Leeds broke_glass: {REASON}",
        f"Nia Leeds looked: {REASON}",
        f"Nia Leeds looked: {REASON}",
    ]


def test_it_ends_at_a_press(ward: Ward) -> None:
    ward.open()
    [look] = list_own_looks(ward.record, by=ward.nia)
    assert (look.patient_id, look.name) == (ward.bo, "Bo Example")
    ward.clock.shift(timedelta(minutes=5))
    end_emergency(ward.record, by=ward.nia, patient_id=ward.bo)
    assert not ward.reads()
    assert list_own_looks(ward.record, by=ward.nia) == []
    with pytest.raises(NoSuchDiaryError):
        end_emergency(ward.record, by=ward.nia, patient_id=ward.bo)


def test_nobody_writes_in_an_emergency(ward: Ward) -> None:
    entry = bleed(start="2026-11-01")
    log_entry(ward.record, by=ward.owner, patient_id=ward.bo, entry=entry)
    ward.open()
    result = FixActivityInput(start="2026-11-02", value=38, unit="IU/dL")
    for new in (bleed(start="2026-11-02"), result):
        with pytest.raises(NoSuchDiaryError):
            log_entry(ward.record, by=ward.nia, patient_id=ward.bo, entry=new)
    with pytest.raises(NoSuchDiaryError):
        withdraw_entry(ward.record, by=ward.nia, patient_id=ward.bo, entry_id=entry.id)
    with pytest.raises(NoSuchDiaryError):
        export_diary(ward.record, by=ward.nia, patient_id=ward.bo)


def test_colleagues_see_nothing_by_it(ward: Ward) -> None:
    ward.open()
    assert not ward.reads(Viewer(ward.people.staff("Joe", ward.leeds)))
    assert get_worklist(ward.record, by=ward.nia, now=NOW).rows == ()


@pytest.mark.parametrize(
    "sought",
    [
        Sought(nhs_number="9990000018"),
        Sought(name="Bo Example", born=date(1984, 3, 1)),
        Sought(name="  bo   EXAMPLE ", born=date(1984, 3, 1)),
    ],
)
def test_who_is_known_exactly_is_found(ward: Ward, sought: Sought) -> None:
    ward.patient("Bo Other", date(1984, 3, 1))
    assert isinstance(ward.open(sought), Opened)


@pytest.mark.parametrize(
    "sought",
    [
        Sought(nhs_number="9990000026"),
        Sought(nhs_number="999000001"),
        Sought(nhs_number="%"),
        Sought(name="Bo", born=date(1984, 3, 1)),
        Sought(name="Bo Example", born=date(1984, 3, 2)),
        Sought(name="Bo Example"),
        Sought(born=date(1984, 3, 1)),
        Sought(),
    ],
)
def test_nobody_else_is(ward: Ward, sought: Sought) -> None:
    assert ward.open(sought) == NobodyFound()
    assert not ward.reads()


def test_two_of_a_name_and_a_day_are_nobody(ward: Ward) -> None:
    ward.patient("Bo Example", date(1984, 3, 1))
    assert ward.open(Sought(name="Bo Example", born=date(1984, 3, 1))) == NobodyFound()


def test_who_was_not_found_leaves_a_trace_with_who_sought(ward: Ward) -> None:
    ward.open(Sought(nhs_number="9990000026"))
    event = AccountEvent.__table__  # type: ignore[attr-defined]
    with ward.record.reading(A_TEST) as connection:
        found = connection.execute(
            select(event.c.action, event.c.clinic_id, event.c.detail, event.c.reason).where(
                event.c.user_id == ward.nia.user_id
            )
        ).all()
    # Not for whom: that would be a list of names that somebody typed in.
    assert [tuple(row) for row in found] == [("refused", ward.leeds, "emergency", None)]


def test_seeking_is_slowed_down(ward: Ward) -> None:
    tries = [ward.open(Sought(nhs_number=f"999000{number:04}")) for number in range(6)]
    assert [type(one) for one in tries] == [NobodyFound] * 5 + [TooManyTries]
    # Whom one knows, too: it would tell them apart.
    assert isinstance(ward.open(), TooManyTries)
    ward.clock.shift(timedelta(minutes=30))
    assert ward.open(Sought(nhs_number="9990000026")) == NobodyFound()


def test_one_clinicians_tries_stop_nobody_else(ward: Ward) -> None:
    for number in range(6):
        ward.open(Sought(nhs_number=f"999000{number:04}"))
    assert isinstance(ward.open(by=Viewer(ward.people.staff("Joe", ward.leeds))), Opened)


def test_a_password_alone_opens_nothing(ward: Ward) -> None:
    assert ward.open(factor=False) == SecondFactorMissing()
    assert not ward.reads()


@pytest.mark.parametrize("role", [StaffRole.VIEWER, StaffRole.ADMIN])
def test_only_clinicians_break_glass(ward: Ward, role: StaffRole) -> None:
    with pytest.raises(NoSuchDiaryError):
        ward.open(by=Viewer(ward.people.staff("Other", ward.leeds, role)))


def test_not_for_a_clinic_at_which_one_does_not_work(ward: Ward) -> None:
    elsewhere = Viewer(ward.people.staff("Eli", ward.people.clinic("York")))
    for viewer in (elsewhere, ward.owner, console("a test")):
        with pytest.raises(NoSuchDiaryError):
            ward.open(by=viewer)


def test_it_needs_a_reason(ward: Ward) -> None:
    with pytest.raises(ValueError, match="reason"):
        open_in_emergency(
            ward.record,
            by=ward.nia,
            clinic_id=ward.leeds,
            sought=BY_NUMBER,
            reason="  ",
            has_second_factor=True,
            secret_key=SECRET,
        )


def test_who_shares_with_the_clinic_needs_no_emergency(ward: Ward) -> None:
    ward.people.consent(ward.bo, ward.leeds)
    assert ward.open() == OpenAnyway(ward.bo)
    assert ward.looks() == []


def test_opening_twice_is_one_look(ward: Ward) -> None:
    first = ward.open()
    ward.clock.shift(timedelta(minutes=10))
    again = ward.open()
    assert isinstance(first, Opened)
    assert isinstance(again, Opened)
    assert (again.until, again.tell) == (first.until, ())
    assert len(list_own_looks(ward.record, by=ward.nia)) == 1
