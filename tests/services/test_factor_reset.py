"""A lost second factor is taken off by whom it may be, and leaves its mark."""

import pytest
from sqlalchemy import text

from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.accounts import Refused
from bleedlog.services.factor_reset import (
    NotTheirStaffError,
    find_own_staff,
    reset_factor,
    reset_factor_of_staff,
)
from bleedlog.services.people import PersonRefusedError
from bleedlog.services.second_factors import factor_status
from bleedlog.services.sessions import resume
from bleedlog.storage.engine import Database
from tests.people import People
from tests.services.factors import set_up, show, signed_in


def test_the_console_takes_it_off_with_a_reason(database: Database) -> None:
    user = People(database).person("Ann")
    taken = set_up(database, signed_in(database))

    found = reset_factor(database, by=console("lost her phone"), email="ANN@people.example ")

    assert (found.name, found.email) == ("Ann", "ann@people.example")
    status = factor_status(database, user_id=user)
    assert (status.app_since, status.codes_left) == (None, 0)
    assert resume(database, key=taken.signed_in.key) is None, "she is signed out"
    again = signed_in(database)
    assert not again.account.needs_second_factor
    assert show(database, again, taken.recovery.codes[0]) == Refused()
    with database.reading() as connection:
        rows = connection.execute(
            text("SELECT detail, reason, by_user FROM account_event WHERE action = 'reset'")
        ).all()
    assert [tuple(row) for row in rows] == [("second factor", "lost her phone", None)]


def test_nobody_is_told_apart_by_the_console(database: Database) -> None:
    with pytest.raises(PersonRefusedError, match="Nobody signs in with"):
        reset_factor(database, by=console("a test"), email="nobody@people.example")


def test_an_admin_helps_a_colleague_of_their_own_clinic(database: Database) -> None:
    people = People(database)
    leeds = people.clinic("Leeds")
    una = people.staff("Una", leeds, StaffRole.ADMIN)
    admin = Viewer(una)
    nia = people.staff("Nia", leeds)

    assert find_own_staff(database, by=admin, clinic_id=leeds, user_id=nia).name == "Nia"
    reset_factor_of_staff(database, by=admin, clinic_id=leeds, user_id=nia)

    assert factor_status(database, user_id=nia).app_since is None
    assert signed_in(database, "Nia").account.needs_second_factor, "and sets up a new one"
    with database.reading() as connection:
        row = connection.execute(
            text("SELECT by_user, clinic_id FROM account_event WHERE action = 'reset'")
        ).one()
    assert [str(value).replace("-", "") for value in row] == [una.hex, leeds.hex]


def test_nobody_else_does(database: Database) -> None:
    people = People(database)
    leeds, york = people.clinic("Leeds"), people.clinic("York")
    admin = people.staff("Una", leeds, StaffRole.ADMIN)
    others = [
        people.staff("Nia", leeds),
        people.staff("Vic", leeds, StaffRole.VIEWER),
        people.staff("Yan", york, StaffRole.ADMIN),
        people.person("Ann"),
    ]
    ann, nia = others[3], others[0]

    for somebody in others:
        with pytest.raises(NotTheirStaffError):
            reset_factor_of_staff(database, by=Viewer(somebody), clinic_id=leeds, user_id=nia)
    for clinic, user in ((leeds, ann), (york, nia), (leeds, others[2]), (nia, nia)):
        with pytest.raises(NotTheirStaffError):
            reset_factor_of_staff(database, by=Viewer(admin), clinic_id=clinic, user_id=user)

    assert factor_status(database, user_id=nia).app_since is not None
