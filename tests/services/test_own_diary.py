"""Somebody's own diary: begun once, and a centre looks only if they say so."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from bleedlog.models.entry_input import new_id
from bleedlog.models.invitation import InvitedAs
from bleedlog.models.person_input import PatientInput
from bleedlog.models.viewer import Viewer, console
from bleedlog.services.accepting import accept_invitation
from bleedlog.services.invitations import invite
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.own_diary import begin_own_diary, find_centre_that_invited
from bleedlog.services.worklist import get_worklist
from bleedlog.storage.engine import Database
from tests.people import People

PROFILE = PatientInput(name="Tom Example", born=date(1984, 3, 1), zone="Europe/London")


def begin(
    database: Database,
    user: UUID,
    patient_id: UUID | None = None,
    centre: UUID | None = None,
    *,
    may_look: bool = False,
) -> UUID:
    return begin_own_diary(
        database,
        by=Viewer(user),
        patient_id=patient_id or new_id(),
        profile=PROFILE,
        centre_id=centre,
        centre_may_look=may_look,
    )


@pytest.mark.parametrize("may_look", [True, False])
def test_a_centre_looks_only_if_they_say_so(
    database: Database, people: People, may_look: bool
) -> None:
    leeds = people.clinic("Leeds")
    nia = people.staff("Nia", leeds)
    tom = people.user("Tom")

    diary = begin(database, tom, centre=leeds, may_look=may_look)

    listed = get_worklist(database, by=Viewer(nia), now=datetime.now(UTC))
    seen = [one.profile.id for one in listed.rows]
    assert seen == ([diary] if may_look else [])
    with database.reading(Viewer(tom)) as connection:
        stored = connection.execute(text("SELECT name, centre_id FROM patient")).one()
        events = connection.execute(
            text("SELECT action, acting_as FROM diary_event ORDER BY at")
        ).all()
    assert (stored.name, UUID(str(stored.centre_id))) == ("Tom Example", leeds)
    assert [tuple(event) for event in events] == [
        ("created", "patient"),
        *([("granted", "patient")] if may_look else []),
    ]


def test_sent_twice_it_is_one_diary(database: Database, people: People) -> None:
    tom, wanted = people.user("Tom"), new_id()

    with ThreadPoolExecutor(4) as pool:
        begun = set(pool.map(lambda _: begin(database, tom, wanted), range(4)))

    assert begun == {wanted}
    assert begin(database, tom, new_id()) == wanted, "who has one keeps it"


def test_an_id_of_somebody_elses_diary_opens_nothing(database: Database, people: People) -> None:
    ann = begin(database, people.user("Ann"))

    with pytest.raises(NoSuchDiaryError):
        begin(database, people.user("Eve"), ann)


def test_a_clinic_that_is_none_is_refused(database: Database, people: People) -> None:
    with pytest.raises(NoSuchDiaryError):
        begin(database, people.user("Tom"), centre=uuid4(), may_look=True)


def test_the_console_keeps_no_diary(database: Database) -> None:
    with pytest.raises(ValueError, match="console"):
        begin_own_diary(database, by=console("a test"), patient_id=new_id(), profile=PROFILE)


def test_the_centre_that_invited_is_known(database: Database, people: People) -> None:
    leeds, tom = people.clinic("Leeds"), people.user("Tom")
    assert find_centre_that_invited(database, by=Viewer(tom)) is None
    code = invite(
        database, by=console("a test"), invited_as=InvitedAs.PATIENT, clinic_id=leeds
    ).code

    accept_invitation(database, by=Viewer(tom), code=code)

    assert find_centre_that_invited(database, by=Viewer(tom)) == leeds
    assert find_centre_that_invited(database, by=Viewer(people.user("Eve"))) is None
