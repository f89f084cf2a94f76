"""A new account: by a link that only the address's owner gets, or at once where no mail is sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text

from bleedlog.models.invitation import InvitedAs
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.services.accepting import Accepted, InvitationOver
from bleedlog.services.account_codes import CodeOver
from bleedlog.services.accounts import PasswordRefused, Place, Refused, SignedIn, sign_in
from bleedlog.services.emails import Address, get_address
from bleedlog.services.invitations import find_invitation, invite
from bleedlog.services.new_accounts import AccountBegun
from bleedlog.services.signing_up import (
    SignUpTaken,
    ask_to_sign_up,
    finish_sign_up,
    get_sign_up,
    sign_up_at_once,
    sign_up_by_mailed_invitation,
)
from bleedlog.storage.engine import Database
from tests.people import PASSWORD, People, email_of

EMAIL = "tom@people.example"
SECRET = "a-secret-of-tests-0123456789-abcdefghij"
HERE = Place("192.0.2.1")


def asked_code(database: Database, email: str = EMAIL, invitation: str | None = None) -> str:
    asked = ask_to_sign_up(database, email=email, invitation_code=invitation)
    assert asked is not None
    return asked.code


def finish(
    database: Database, code: str, password: str = PASSWORD, name: str = "Tom"
) -> AccountBegun | PasswordRefused | CodeOver:
    return finish_sign_up(database, code=code, name=name, password=password, keep=True, place=HERE)


def enter(database: Database, email: str = EMAIL, password: str = PASSWORD) -> object:
    return sign_in(
        database, email=email, password=password, keep=False, place=HERE, secret_key=SECRET
    )


def number_of_users(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM app_user")).scalar_one())


def test_the_code_of_the_mail_begins_a_confirmed_account(database: Database) -> None:
    code = asked_code(database, "  Tom@People.Example ")
    found = get_sign_up(database, code=code)
    assert found is not None
    assert (found.email, found.invitation) == (EMAIL, None)

    begun = finish(database, code)

    assert isinstance(begun, AccountBegun)
    account = begun.signed_in.account
    assert (account.name, account.email, account.diaries, account.clinics) == (
        "Tom", EMAIL, (), (),
    )  # fmt: skip
    assert get_address(database, by=Viewer(account.user_id)) == Address(EMAIL, confirmed=True)
    assert isinstance(enter(database), SignedIn)


def test_nothing_is_kept_of_who_never_opens_the_mail_but_a_row_that_ends(
    database: Database,
) -> None:
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        code = asked_code(database)
        assert number_of_users(database) == 0
        clock.shift(timedelta(days=1))
        assert get_sign_up(database, code=code) is None
        assert finish(database, code) == CodeOver()
        asked_code(database, "somebody@people.example")

    with database.reading() as connection:
        stored = connection.execute(text("SELECT email FROM sign_up")).scalars().all()
    assert stored == ["somebody@people.example"]


def test_only_the_hash_of_a_code_is_kept(database: Database) -> None:
    code = asked_code(database)

    with database.reading() as connection:
        assert code not in repr(connection.execute(text("SELECT * FROM sign_up")).all())


def test_a_code_works_once_and_ends_the_others_of_the_address(database: Database) -> None:
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        first = asked_code(database)
        clock.shift(timedelta(minutes=6))
        second = asked_code(database)
        assert isinstance(finish(database, first), AccountBegun)

        assert finish(database, first) == CodeOver()
        assert finish(database, second) == CodeOver()
        assert get_sign_up(database, code=second) is None
    assert number_of_users(database) == 1


def test_a_taken_address_is_told_by_mail_alone(database: Database, people: People) -> None:
    people.user("Tom")

    asked = ask_to_sign_up(database, email=EMAIL)

    assert asked is not None
    assert asked.taken
    assert get_sign_up(database, code=asked.code) is None
    assert finish(database, asked.code, "somebody elses password") == CodeOver()
    assert isinstance(enter(database), SignedIn), "with the password that it had"


def test_nobody_fills_a_mailbox(database: Database) -> None:
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        assert ask_to_sign_up(database, email=EMAIL) is not None
        assert ask_to_sign_up(database, email=EMAIL) is None
        clock.shift(timedelta(minutes=5))
        assert ask_to_sign_up(database, email=EMAIL) is not None


def test_two_tabs_begin_one_account(database: Database) -> None:
    code = asked_code(database)

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _: finish(database, code), range(4)))

    assert sum(isinstance(one, AccountBegun) for one in outcomes) == 1
    assert number_of_users(database) == 1


def test_a_password_that_will_not_do_leaves_the_code_as_it_was(database: Database) -> None:
    code = asked_code(database)

    assert isinstance(finish(database, code, "password1234"), PasswordRefused)
    assert isinstance(finish(database, code, EMAIL), PasswordRefused)
    assert isinstance(finish(database, code), AccountBegun)


def staff_code(database: Database, people: People, **more: object) -> str:
    return invite(
        database,
        by=console("a test"),
        invited_as=InvitedAs.STAFF,
        clinic_id=people.clinic("Leeds"),
        staff_role=StaffRole.CLINICIAN,
        **more,  # type: ignore[arg-type]
    ).code


def test_an_invitation_is_accepted_with_the_account(database: Database, people: People) -> None:
    invitation = staff_code(database, people)
    code = asked_code(database, invitation=invitation)
    found = get_sign_up(database, code=code)
    assert found is not None
    assert found.invitation is not None
    assert found.invitation.clinic_name == "Leeds"

    begun = finish(database, code)

    assert isinstance(begun, AccountBegun)
    assert isinstance(begun.accepted, Accepted)
    assert [work.name for work in begun.signed_in.account.clinics] == ["Leeds"]
    assert begun.signed_in.second_factor_at is None, "so that one is asked for"
    assert find_invitation(database, code=invitation) is None


def test_an_invitation_that_ended_meanwhile_leaves_an_account_without_it(
    database: Database, people: People
) -> None:
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        invitation = staff_code(database, people)
        clock.shift(timedelta(days=6, hours=12))
        code = asked_code(database, invitation=invitation)
        clock.shift(timedelta(hours=13))

        begun = finish(database, code)

    assert isinstance(begun, AccountBegun)
    assert begun.accepted == InvitationOver()
    assert begun.signed_in.account.clinics == ()


def test_who_takes_a_diary_over_says_so_with_the_account(
    database: Database, people: People
) -> None:
    diary, parent = people.patient("Sam"), people.user("Pat")
    people.access(parent, diary, AccessRole.CARER_MANAGE)
    invitation = invite(
        database, by=Viewer(parent), invited_as=InvitedAs.OWNER, patient_id=diary
    ).code
    code = asked_code(database, invitation=invitation)

    begun = finish_sign_up(
        database,
        code=code,
        name="Sam",
        password=PASSWORD,
        keep=True,
        place=HERE,
        carers_may=AccessRole.CARER_READ,
    )

    assert isinstance(begun, AccountBegun)
    (own,) = begun.signed_in.account.diaries
    assert own.is_own


def test_an_invitation_that_only_a_mail_brought_needs_no_second_one(
    database: Database, people: People
) -> None:
    code = staff_code(database, people, email="Joe@Clinic.example", only_mailed=True)

    begun = sign_up_by_mailed_invitation(
        database, code=code, name="Joe", password=PASSWORD, keep=False, place=HERE
    )

    assert isinstance(begun, AccountBegun)
    user = Viewer(begun.signed_in.account.user_id)
    assert get_address(database, by=user) == Address("joe@clinic.example", confirmed=True)
    assert isinstance(begun.accepted, Accepted)


def test_an_invitation_that_was_shown_proves_no_address(database: Database, people: People) -> None:
    code = staff_code(database, people, email="joe@clinic.example")

    outcome = sign_up_by_mailed_invitation(
        database, code=code, name="Eve", password=PASSWORD, keep=False, place=HERE
    )

    assert outcome == CodeOver()
    assert find_invitation(database, code=code) is not None


def test_an_account_that_has_the_address_is_not_begun_again(
    database: Database, people: People
) -> None:
    people.user("Joe")
    code = staff_code(database, people, email=email_of("Joe"), only_mailed=True)

    outcome = sign_up_by_mailed_invitation(
        database, code=code, name="Joe", password="five other words", keep=False, place=HERE
    )

    assert outcome == CodeOver()
    assert isinstance(enter(database, email_of("Joe")), SignedIn)
    assert find_invitation(database, code=code) is not None


def test_without_mail_an_account_opens_at_once(database: Database) -> None:
    outcome = sign_up_at_once(database, email=EMAIL, name="Tom", password=PASSWORD)

    assert outcome == SignUpTaken()
    inside = enter(database)
    assert isinstance(inside, SignedIn)
    assert get_address(database, by=Viewer(inside.account.user_id)) == Address(
        EMAIL, confirmed=False
    )


def test_without_mail_a_taken_address_answers_alike_and_stays_as_it_was(
    database: Database, people: People
) -> None:
    people.user("Tom")

    for password in ("five other words here", PASSWORD):
        outcome = sign_up_at_once(database, email=EMAIL, name="Eve", password=password)
        assert outcome == SignUpTaken()

    assert isinstance(enter(database), SignedIn)
    assert enter(database, password="five other words here") == Refused()
    assert number_of_users(database) == 1


@pytest.mark.parametrize(
    ("email", "name"), [("tom", "Tom"), (EMAIL, " "), (EMAIL, "a\x07b"), ("@", "Tom")]
)
def test_what_cannot_be_stored_is_refused(database: Database, email: str, name: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        sign_up_at_once(database, email=email, name=name, password=PASSWORD)
