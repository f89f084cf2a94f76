"""Digests are made before anybody asks: by whoever wrote, by whoever looked, by the console."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from bleedlog.models.clinic_record import AltInput
from bleedlog.models.tables import metadata
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.services.consents import stop_sharing_with_clinic
from bleedlog.services.entries import log_entry
from bleedlog.services.freshening import freshen_diary, freshen_everything, freshen_list
from bleedlog.services.record import diaries_written
from bleedlog.services.worklist import Phase
from bleedlog.storage.digests import put_digests
from bleedlog.storage.sights import Sight
from tests.people import A_TEST, People
from tests.services.ada import bleed
from tests.services.leeds import NOW, Leeds, infusion, quiet, result

_digest = metadata.tables["diary_digest"]


@pytest.fixture
def leeds(people: People) -> Leeds:
    return Leeds(people)


def kept(leeds: Leeds) -> dict[UUID, int]:
    """The diary's number in each digest that is kept."""
    with leeds.record.reading(A_TEST) as connection:
        rows = connection.execute(select(_digest.c.patient_id, _digest.c.last_seq)).all()
    return {row.patient_id: row.last_seq for row in rows}


def freshen(leeds: Leeds, patient: UUID, by: Viewer) -> None:
    freshen_diary(leeds.record, by=by, patient_id=patient, now=NOW)


def everything(leeds: Leeds) -> int:
    return freshen_everything(leeds.record, by=A_TEST, now=NOW, tell=lambda _share: None)


@pytest.mark.parametrize("role", AccessRole)
def test_whoever_wrote_in_a_diary_has_its_digest_made(leeds: Leeds, role: AccessRole) -> None:
    bo, keeper = leeds.patient("Bo", quiet()), Viewer(leeds.people.user("Kim"))
    assert keeper.user_id is not None
    leeds.people.access(keeper.user_id, bo, role)
    freshen(leeds, bo, keeper)
    assert kept(leeds) == {bo: 1}
    leeds.log(bo, bleed(start="2026-03-19"))
    freshen(leeds, bo, leeds.nia)
    assert kept(leeds) == {bo: 2}
    # What is believed by the list.
    assert leeds.seen(patience=timedelta()).behind == 0
    assert leeds.only().last_noted == date(2026, 3, 19)


def test_nobody_makes_a_digest_of_a_diary_that_is_not_theirs_to_see(leeds: Leeds) -> None:
    bo, elsewhere = leeds.patient("Bo", quiet()), leeds.people.clinic("York")
    robin = leeds.people.staff("Robin", leeds.clinic, StaffRole.ADMIN)
    for user in (leeds.people.user("Eve"), leeds.people.staff("Yan", elsewhere), robin):
        freshen(leeds, bo, Viewer(user))
    assert kept(leeds) == {}
    # Not even if they say that they made one.
    row = {"patient_id": bo, "last_seq": 9, "edition": 1, "good_until": None, "figures": {}}
    for user in (leeds.people.user("Una"), robin):
        with leeds.record.transaction(Viewer(user), bo) as connection:
            put_digests(connection, Viewer(user), Sight.DIARY, [row])
    assert kept(leeds) == {}


def test_there_is_no_digest_of_a_diary_that_no_clinic_may_look_into(leeds: Leeds) -> None:
    owner, alone = Viewer(leeds.people.user("Al")), leeds.people.patient("Al")
    bo = leeds.patient("Bo", quiet())
    assert owner.user_id is not None
    for diary in (alone, bo):
        leeds.people.access(owner.user_id, diary)
    stop_sharing_with_clinic(leeds.record, by=owner, patient_id=bo, clinic_id=leeds.clinic)
    for diary in (alone, bo):
        freshen(leeds, diary, owner)
    assert everything(leeds) == 0
    assert kept(leeds) == {}


def test_a_digest_never_knows_less_than_one_that_is_kept(leeds: Leeds) -> None:
    """Two processes work the same diary out; the one that read it first comes last."""
    bo = leeds.patient("Bo", quiet(), bleed(start="2026-03-19"))
    leeds.seen()
    late = {"patient_id": bo, "last_seq": 1, "edition": 1, "good_until": None, "figures": {}}
    with leeds.record.transaction(leeds.nia) as connection:
        put_digests(connection, leeds.nia, Sight.LIST, [late])
    assert kept(leeds) == {bo: 2}
    assert leeds.only().last_noted == date(2026, 3, 19)


def test_the_console_makes_all_that_need_it_and_no_others(leeds: Leeds) -> None:
    day = "2026-03-25"
    treated = result(AltInput, day, 88, upper_limit=45), infusion("2026-01-02")
    bo, cy = leeds.patient("Bo", quiet(), *treated), leeds.patient("Cy", quiet())
    leeds.people.patient("No clinic’s")
    told: list[float] = []
    made = freshen_everything(leeds.record, by=A_TEST, now=NOW, tell=told.append)
    assert (made, told[-1]) == (2, 1)
    assert everything(leeds) == 0
    # A diary that changed, and one of which a day came for which something is dated.
    leeds.log(cy, bleed(start="2026-03-19"))
    assert everything(leeds) == 1
    later = NOW + timedelta(5)
    assert freshen_everything(leeds.record, by=A_TEST, now=later, tell=told.append) == 1
    # By another edition of the rules.
    with leeds.record.transaction(A_TEST) as connection:
        connection.execute(update(_digest).values(edition=99))
    assert everything(leeds) == 2
    assert set(kept(leeds)) == {bo, cy}


def test_a_list_of_many_changed_diaries_does_not_wait_for_all(
    leeds: Leeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bleedlog.services.digests.PEOPLE_AT_ONCE", 1)
    people = [leeds.patient(name, quiet()) for name in ("Ann", "Bo", "Cy")]
    hasty = timedelta()
    seen = leeds.seen(patience=hasty)
    # Of whom nothing is known yet something may press: they stand before who needs nothing.
    assert [(one.profile.name, one.is_behind) for one in seen.rows] == [
        ("Bo", True), ("Cy", True), ("Ann", False),
    ]  # fmt: skip
    assert (seen.behind, seen.found, seen.sharing) == (2, 3, 3)
    assert [one.phase is None for one in seen.rows] == [True, True, False]
    # They are found all the same, and are nobody's who asks for a phase.
    assert leeds.found("cy") == ["Cy"]
    assert leeds.names(phase=Phase.LEAD_IN, patience=None) == ["Ann", "Bo", "Cy"]
    # What was known before is shown until it is known better.
    for one in people:
        leeds.log(one, bleed(start="2026-03-19"))
    seen = leeds.seen(patience=hasty)
    assert [(one.profile.name, one.is_behind, len(one.reasons)) for one in seen.rows] == [
        ("Ann", False, 1), ("Bo", True, 0), ("Cy", True, 0),
    ]  # fmt: skip
    freshen_list(leeds.record, by=leeds.nia, now=NOW)
    seen = leeds.seen(patience=hasty)
    assert (seen.behind, seen.waiting) == (0, 3)


def test_which_diaries_were_written_in_is_noted(leeds: Leeds) -> None:
    bo, cy = leeds.patient("Bo"), leeds.patient("Cy")
    with diaries_written() as written:
        log_entry(leeds.record, by=leeds.nia, patient_id=bo, entry=quiet())
        with pytest.raises(ZeroDivisionError), leeds.record.transaction(leeds.nia, cy):
            _ = 1 / 0
    log_entry(leeds.record, by=leeds.nia, patient_id=cy, entry=quiet())
    assert written == {bo: leeds.nia}
