"""A stranger who began an account with somebody's address has no way in once it is theirs."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text

from bleedlog.models.api_token import Scope
from bleedlog.models.viewer import Viewer, console
from bleedlog.services.account_codes import PasswordReset, ask_for_reset, reset_password
from bleedlog.services.accounts import Refused, SignedIn
from bleedlog.services.api_tokens import Bearer, admit_bearer, make_token
from bleedlog.services.console_help import make_reset_code
from bleedlog.storage.access import list_diaries
from bleedlog.storage.accounts import confirm_email_now, find_login_of
from bleedlog.storage.engine import Database
from bleedlog.storage.provider_identities import add_identity, list_identities
from tests.people import A_TEST, People, email_of
from tests.services import passkey_steps
from tests.services.factors import SECRET, show, signed_in

NEW = "five other words for tests"


class Squatter:
    """Whoever began Ann's account, with what they left to come back by."""

    def __init__(self, record: Database, people: People) -> None:
        self.record, self.people, self.ann = record, people, people.person("Ann")
        session = signed_in(record)
        self.device = passkey_steps.device()
        passkey_steps.add(record, session, self.device)
        with record.transaction(Viewer(self.ann)) as connection:
            (diary,) = list_diaries(connection, self.ann)
            add_identity(
                connection,
                issuer="https://login.example",
                subject="eve",
                user_id=self.ann,
                now=datetime.now(UTC),
            )
        self.token = make_token(
            record,
            by=Viewer(self.ann),
            user_id=self.ann,
            patient_id=diary,
            name="x",
            scopes=[Scope.READ],
        ).text

    def ways(self) -> set[str]:
        """What still lets them in."""
        asked = passkey_steps.asked(self.record)
        entered = passkey_steps.sign_in(self.record, self.device.use(asked))
        bearer = admit_bearer(self.record, text=self.token, address="192.0.2.9", secret_key=SECRET)
        with self.record.reading(A_TEST) as connection:
            identities = list_identities(connection, self.ann)
        found = {
            "passkey": isinstance(entered, SignedIn),
            "token": isinstance(bearer, Bearer),
            "provider": bool(identities),
        }
        return {way for way, opens in found.items() if opens}


ALL = {"passkey", "token", "provider"}


@pytest.fixture
def squatter(database: Database, people: People) -> Squatter:
    return Squatter(database, people)


def mailed(record: Database) -> str:
    made = ask_for_reset(record, email=email_of("Ann"))
    assert made is not None
    return made.code


def by_hand(record: Database) -> str:
    return make_reset_code(record, by=console("She rang."), email=email_of("Ann")).code


@pytest.mark.parametrize("code_of", [mailed, by_hand])
def test_all_that_was_set_up_before_the_address_was_confirmed_ends(
    squatter: Squatter, code_of: Callable[[Database], str]
) -> None:
    record = squatter.record
    assert squatter.ways() == ALL

    outcome = reset_password(record, code=code_of(record), new=NEW)

    assert outcome == PasswordReset(email_of("Ann"), "Ann", ended_others=True)
    assert squatter.ways() == set()
    with record.reading(A_TEST) as connection:
        query = "SELECT detail FROM account_event WHERE action = 'withdrew'"
        assert set(connection.execute(text(query)).scalars()) == ALL


def test_what_somebody_set_up_at_their_own_address_stays(squatter: Squatter) -> None:
    with squatter.record.transaction(A_TEST) as connection:
        confirm_email_now(connection, user_id=squatter.ann, now=datetime.now(UTC))

    outcome = reset_password(squatter.record, code=mailed(squatter.record), new=NEW)

    assert outcome == PasswordReset(email_of("Ann"), "Ann")
    assert squatter.ways() == ALL


def test_a_mailbox_takes_no_second_factor_off(database: Database, people: People) -> None:
    nia = people.staff("Ann", people.clinic())
    device = passkey_steps.device()
    proven = show(database, signed_in(database), people.paper_code("Ann"))
    assert isinstance(proven, SignedIn)
    passkey_steps.add(database, proven, device)

    reset_password(database, code=mailed(database), new=NEW)

    entered = passkey_steps.sign_in(database, device.use(passkey_steps.asked(database)))
    assert isinstance(entered, SignedIn)
    assert entered.account.user_id == nia


def confirmed(record: Database, user: UUID) -> bool:
    with record.reading(A_TEST) as connection:
        login = find_login_of(connection, user)
    assert login is not None
    return login.email_confirmed


def test_a_link_given_by_hand_proves_nothing_about_an_address(
    database: Database, people: People
) -> None:
    ann = people.person("Ann")
    assert not isinstance(reset_password(database, code=by_hand(database), new=NEW), Refused)
    assert not confirmed(database, ann)

    reset_password(database, code=mailed(database), new=f"{NEW} again")
    assert confirmed(database, ann)
