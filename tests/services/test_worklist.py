"""A clinic's worklist: who stands on it, in which order, and found by what."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from bleedlog.models.tables import metadata
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.needs import Need
from bleedlog.services.worklist import (
    ROWS,
    Phase,
)
from bleedlog.storage.consents import withdraw_consent
from bleedlog.storage.digests import put_digests
from bleedlog.storage.engine import Database
from bleedlog.storage.erasing import erase_diary
from bleedlog.storage.sights import Sight
from tests.people import A_TEST, People
from tests.services.ada import bleed
from tests.services.leeds import NOW, Leeds, infusion, quiet


@pytest.fixture
def leeds(people: People) -> Leeds:
    return Leeds(people)


def test_a_list_holds_those_who_let_one_of_the_clinics_look(leeds: Leeds) -> None:
    york = leeds.people.clinic("York")
    bo = leeds.patient("Bo")
    leeds.people.patient("Cy", york)
    leeds.people.patient("Nobody’s")
    assert leeds.names() == ["Bo"]
    assert leeds.seen(by=Viewer(leeds.people.staff("Vi", leeds.clinic, StaffRole.VIEWER))).found
    # Of a clinic of which somebody only runs the staff they see nobody.
    user = leeds.nia.user_id
    assert user is not None
    leeds.people.work(user, york, StaffRole.ADMIN)
    assert leeds.names() == ["Bo"]
    robin = Viewer(leeds.people.staff("Robin", leeds.clinic, StaffRole.ADMIN))
    assert leeds.seen(by=robin).rows == ()
    # Who shares with two is one patient, and filtered by either.
    other = Viewer(leeds.people.staff("Ola", york))
    assert other.user_id is not None
    leeds.people.work(other.user_id, leeds.clinic, StaffRole.VIEWER)
    leeds.people.consent(bo, york)
    assert leeds.names(by=other) == ["Bo", "Cy"]
    assert leeds.seen(by=other).rows[0].clinics == ("Leeds", "York")
    assert leeds.names(by=other, clinic_id=leeds.clinic) == ["Bo"]
    assert leeds.seen(by=other, clinic_id=leeds.clinic).sharing == 2


@pytest.mark.parametrize(
    ("treated", "phase"),
    [
        (None, Phase.PREPARING),
        ("2026-03-21", Phase.LEAD_IN),
        ("2026-03-20", Phase.FIRST_MONTHS),
        # Six calendar months.
        ("2025-09-21", Phase.FIRST_MONTHS),
        ("2025-09-20", Phase.AFTER),
    ],
)
def test_the_phase_follows_from_the_infusion(
    leeds: Leeds, treated: str | None, phase: Phase
) -> None:
    leeds.patient("Bo", *([infusion(treated)] if treated else []))
    assert leeds.only().phase is phase
    assert [leeds.names(phase=one) for one in Phase if one is not phase] == [[], [], []]
    assert leeds.names(phase=phase) == ["Bo"]


def test_one_patient_needs_what_the_list_says(leeds: Leeds) -> None:
    unsure = {"start": "2026-03-01", "certainty": "unsure"}
    bo = leeds.patient("Bo", quiet(), bleed(**unsure))
    cy = leeds.patient("Cy", quiet())
    said = {one.profile.id: one.reasons for one in leeds.seen().rows}
    assert [one.need for one in said[bo]] == [Need.UNSURE, Need.NEW_BLEEDS]
    for patient in (bo, cy):
        assert leeds.reasons(patient) == said[patient]
    stranger = leeds.people.patient("Eve")
    assert leeds.reasons(stranger) is None


def test_the_lead_in_begins_with_the_first_day_noted(leeds: Leeds) -> None:
    leeds.patient("Bo")
    leeds.patient("Cy", quiet())
    assert leeds.names(phase=Phase.PREPARING) == ["Bo"]
    assert leeds.names(phase=Phase.LEAD_IN) == ["Cy"]


def test_who_needs_most_stands_first(leeds: Leeds) -> None:
    unsure = {"start": "2026-03-01", "certainty": "unsure"}
    leeds.patient("Ada", quiet())
    leeds.patient("Bea", quiet(), bleed(start="2026-03-02"))
    leeds.patient("Cat", quiet(), bleed(**unsure))
    leeds.patient("Dan", quiet(), bleed(**unsure), bleed(**unsure | {"site": "knee"}))
    leeds.patient("Eve", quiet(), bleed(**unsure | {"start": "2025-03-01"}))
    # Most of the same first; whoever has more besides before whoever has not.
    assert leeds.names() == ["Dan", "Cat", "Eve", "Bea", "Ada"]
    found = leeds.seen()
    assert (found.found, found.waiting, found.sharing) == (5, 4, 5)
    assert [one.need for one in found.rows[0].reasons] == [Need.UNSURE, Need.NEW_BLEEDS]


def test_a_page_holds_so_many(leeds: Leeds) -> None:
    for number in range(ROWS + 2):
        leeds.people.patient(f"Person {number:03}", leeds.clinic)
    assert len(leeds.seen().rows) == ROWS
    second = leeds.seen(first=ROWS)
    assert [one.profile.name for one in second.rows] == ["Person 050", "Person 051"]
    assert (second.first, second.found) == (ROWS, ROWS + 2)
    assert leeds.seen(first=5 * ROWS).rows == ()
    assert leeds.found("051") == ["Person 051"]


def test_people_are_found_by_any_part_of_what_is_known(leeds: Leeds) -> None:
    leeds.patient("Bo O’Neill", nhs_number="9990000018", hospital_number="LTH-70")
    leeds.patient("Zoë Bobbins", nhs_number="9990000026")
    both = ["Bo O’Neill", "Zoë Bobbins"]
    assert leeds.found("bo") == both
    assert leeds.found(" BOBB ") == ["Zoë Bobbins"]
    assert leeds.found("zoe") == leeds.found("bobbins zo") == ["Zoë Bobbins"]
    # As a hospital's letters write it.
    assert leeds.found("O'NEILL, Bo") == leeds.found("o’neill,bo") == ["Bo O’Neill"]
    assert leeds.found("o'neill") == ["Bo O’Neill"]
    assert leeds.found("999 000 0018") == leeds.found("999-000-0018") == ["Bo O’Neill"]
    assert leeds.found("99900000") == both
    assert leeds.found("lth70") == leeds.found("lth-7") == ["Bo O’Neill"]
    leeds.patient("Łukasz Sørensen-Weiß")
    for typed in ("lukasz", "Łuk", "sorensen", "SØRENSEN", "weiss"):
        assert leeds.found(typed) == ["Łukasz Sørensen-Weiß"], typed
    # Registers leave the apostrophe out as often as not.
    leeds.patient("Di DAngelo")
    assert leeds.found("oneill") == ["Bo O’Neill"]
    assert leeds.found("d'angelo") == ["Di DAngelo"]
    assert leeds.found("'") == ["Bo O’Neill"]
    assert leeds.found("%") == leeds.found("9990000019") == []


def test_a_diary_is_counted_again_only_when_it_changed(leeds: Leeds) -> None:
    bo = leeds.patient("Bo", quiet())
    leeds.patient("Cy", quiet())
    assert leeds.digests() == 0
    leeds.seen()
    assert leeds.digests() == 2
    # What is kept is believed: of a diary that did not change nothing is read again.
    entry = metadata.tables["entry"]
    with leeds.record.transaction(A_TEST) as connection:
        connection.execute(update(entry).values(withdrawn=True))
    assert {one.last_noted for one in leeds.seen().rows} == {date(2026, 3, 19)}
    leeds.log(bo, bleed(start="2026-03-01"))
    noted = {one.profile.name: one.last_noted for one in leeds.seen().rows}
    assert noted == {"Bo": date(2026, 3, 1), "Cy": date(2026, 3, 19)}
    # By another edition of the rules it is made anew.
    digest = metadata.tables["diary_digest"]
    with leeds.record.transaction(A_TEST) as connection:
        connection.execute(update(digest).values(edition=99))
    assert {one.last_noted for one in leeds.seen().rows} == {date(2026, 3, 1), None}


def test_a_digest_goes_with_an_erased_diary(leeds: Leeds) -> None:
    bo = leeds.patient("Bo", quiet())
    owner = Viewer(leeds.people.user("Bo"))
    assert owner.user_id is not None
    leeds.people.access(owner.user_id, bo)
    leeds.seen()
    with leeds.record.transaction(owner, bo) as connection:
        assert erase_diary(connection, patient_id=bo, now=NOW)
    assert leeds.digests() == 0


def test_no_digest_is_kept_of_whoever_stopped_sharing_meanwhile(leeds: Leeds) -> None:
    bo = leeds.patient("Bo", quiet())
    row: dict[str, Any] = {"last_seq": 1, "edition": 1, "good_until": None}
    with leeds.record.transaction(A_TEST) as connection:
        withdraw_consent(connection, patient_id=bo, clinic_id=leeds.clinic, now=NOW)
    with leeds.record.transaction(leeds.nia) as connection:
        put_digests(connection, leeds.nia, Sight.LIST, [row | {"patient_id": bo, "figures": {}}])
    assert leeds.digests() == 0


def test_a_record_that_takes_nothing_now_still_shows_the_list(
    sqlite_database: Database, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else writes: on SQLite nobody else can, and the digest is made again next time."""
    monkeypatch.setattr("bleedlog.storage.engine.BUSY_MILLISECONDS", 50)
    leeds = Leeds(People(sqlite_database))
    leeds.patient("Bo", quiet())
    other = Database(sqlite_url)
    with other.transaction():
        assert leeds.names() == ["Bo"]
    other.dispose()
    assert leeds.digests() == 0
