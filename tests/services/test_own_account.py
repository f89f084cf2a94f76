"""What an account is called: said by its owner, unless their own diary says it."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.services.own_account import (
    NamedByDiaryError,
    OwnAccount,
    correct_own_name,
    get_own_account,
)
from bleedlog.services.staff import end_membership, list_staff
from bleedlog.storage.engine import Database
from tests.people import A_TEST, People


def name_events(database: Database, user: UUID) -> list[tuple[str, str, bool]]:
    """What was noted of the account: the action, the detail, whether by its owner."""
    query = "SELECT user_id, by_user, action, detail FROM account_event ORDER BY at"
    with database.reading(A_TEST) as connection:
        rows = connection.execute(text(query)).all()
    return [
        (row.action, row.detail, row.by_user == row.user_id)
        for row in rows
        if UUID(str(row.user_id)) == user
    ]


def test_a_carer_and_a_nurse_say_what_they_are_called(database: Database, people: People) -> None:
    leeds = people.clinic("Leeds")
    robin = people.staff("Robin", leeds, StaffRole.ADMIN)
    gran, sam = people.user("Gran"), people.patient("Sam")
    people.access(gran, sam, AccessRole.CARER_LOG)

    correct_own_name(database, by=Viewer(gran), name="Grandma Jean")
    correct_own_name(database, by=Viewer(robin), name="Robin O’Neill")
    correct_own_name(database, by=Viewer(robin), name="Robin O’Neill")

    assert get_own_account(database, by=Viewer(gran)) == OwnAccount(
        "Grandma Jean", "gran@people.example", email_confirmed=False, is_named_by_diary=False
    )
    (listed,) = list_staff(database, by=Viewer(robin), clinic_id=leeds)
    assert listed.name == "Robin O’Neill"
    # It would outlive her account; nobody else reads by it who looked for a clinic.
    assert name_events(database, gran) == [("changed", "name", True)]
    assert name_events(database, robin) == [("changed", "name, was Robin", True)], "said once"


def test_whose_diary_says_it_is_called_like_that(database: Database, people: People) -> None:
    ann = people.person("Ann")

    with pytest.raises(NamedByDiaryError):
        correct_own_name(database, by=Viewer(ann), name="Annie")

    own = get_own_account(database, by=Viewer(ann))
    assert (own.name, own.is_named_by_diary) == ("Ann", True)
    assert name_events(database, ann) == []


def test_staff_with_a_diary_say_it_themselves_also_when_they_left(
    database: Database, people: People
) -> None:
    """Their colleagues' patients go on reading that name."""
    leeds = people.clinic("Leeds")
    robin, nia = people.staff("Robin", leeds, StaffRole.ADMIN), people.staff("Nia", leeds)
    people.access(nia, people.patient("Nia"))

    correct_own_name(database, by=Viewer(nia), name="Nia Rees")
    end_membership(database, by=Viewer(robin), clinic_id=leeds, user_id=nia)
    correct_own_name(database, by=Viewer(nia), name="Nia Price")

    assert get_own_account(database, by=Viewer(nia)).name == "Nia Price"


def test_nobody_has_no_name(database: Database) -> None:
    for by in (Viewer(uuid4()), Viewer(None)):
        with pytest.raises(LookupError):
            get_own_account(database, by=by)
        with pytest.raises(LookupError):
            correct_own_name(database, by=by, name="Eve")
