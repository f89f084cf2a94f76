"""Tokens of programs: what opens, for how long, and who sees that."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from bleedlog.models.api_token import Scope
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.accounts import Refused, Throttled
from bleedlog.services.api_tokens import (
    Bearer,
    NewToken,
    TokenRefusedError,
    admit_bearer,
    end_token,
    find_owner,
    list_own_tokens,
    make_token,
)
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.people import lock_user
from bleedlog.services.sharing import end_help
from bleedlog.storage.events import list_events
from tests.people import People, email_of
from tests.services.ada import Ada

SECRET = "a-secret-of-tests-0123456789-abcdefghij"
READ, LOG = Scope.READ, Scope.LOG


def token_of(ada: Ada, *scopes: Scope, name: str = "My spreadsheet") -> NewToken:
    return make_token(
        ada.record,
        by=ada.viewer,
        user_id=ada.user,
        patient_id=ada.patient,
        name=name,
        scopes=scopes or (READ,),
    )


def admit(ada: Ada, shown: str, address: str = "192.0.2.7") -> Bearer | Refused | Throttled:
    return admit_bearer(ada.record, text=shown, address=address, secret_key=SECRET)


def test_a_token_opens_the_diary_of_its_maker_for_what_it_was_made(ada: Ada) -> None:
    assert admit(ada, token_of(ada, READ).text) == Bearer(ada.user, ada.patient, frozenset({READ}))
    assert admit(ada, token_of(ada, LOG).text) == Bearer(ada.user, ada.patient, frozenset({LOG}))


def test_the_record_does_not_hold_what_was_shown(ada: Ada) -> None:
    shown = token_of(ada).text
    with ada.record.reading(console("a test")) as connection:
        row = connection.execute(text("SELECT * FROM api_token")).one()

    assert len(row.secret_hash) == 64
    secret = shown.removeprefix("bleedlog_")
    assert not any(part in str(tuple(row)) for part in (secret, secret[-20:]))


@pytest.mark.parametrize("shown", ["", "x", "bleedlog_", "bleedlog_ü", "bleedlog_" + "A" * 64])
def test_what_is_no_token_opens_nothing(ada: Ada, shown: str) -> None:
    token_of(ada)

    assert admit(ada, shown) == Refused()


def test_one_wrong_letter_opens_nothing(ada: Ada) -> None:
    shown = token_of(ada).text
    other = "A" if shown[-1] != "A" else "B"

    assert admit(ada, shown[:-1] + other) == Refused()
    assert admit(ada, shown.removeprefix("bleedlog_")) == Refused()


def test_a_token_is_dead_the_moment_it_is_ended(ada: Ada) -> None:
    kept, lost = token_of(ada), token_of(ada)

    assert end_token(ada.record, by=ada.viewer, user_id=ada.user, token_id=lost.id)

    assert admit(ada, lost.text) == Refused()
    assert isinstance(admit(ada, kept.text), Bearer)
    assert [one.id for one in list_own_tokens(ada.record, by=ada.viewer, user_id=ada.user)] == [
        kept.id
    ]
    assert not end_token(ada.record, by=ada.viewer, user_id=ada.user, token_id=lost.id)


def test_nobody_ends_or_lists_the_tokens_of_others(ada: Ada, people: People) -> None:
    token = token_of(ada)
    bob = people.person("Bob")

    assert not end_token(ada.record, by=Viewer(bob), user_id=bob, token_id=token.id)
    assert list_own_tokens(ada.record, by=Viewer(bob), user_id=bob) == []
    assert isinstance(admit(ada, token.text), Bearer)


def test_the_tokens_of_a_locked_account_are_dead(ada: Ada) -> None:
    token = token_of(ada)

    lock_user(ada.record, by=console("stolen"), email=email_of("Ada"))

    assert admit(ada, token.text) == Refused()


def test_the_tokens_of_a_carer_die_with_their_help(ada: Ada, people: People) -> None:
    carl = people.user("Carl")
    people.access(carl, ada.patient, AccessRole.CARER_MANAGE)
    token = make_token(
        ada.record,
        by=Viewer(carl),
        user_id=carl,
        patient_id=ada.patient,
        name="For the school",
        scopes={READ},
    )
    assert isinstance(admit(ada, token.text), Bearer)

    end_help(ada.record, by=ada.viewer, patient_id=ada.patient, user_id=carl)

    assert admit(ada, token.text) == Refused()
    (listed,) = list_own_tokens(ada.record, by=Viewer(carl), user_id=carl)
    assert (listed.opens, listed.patient_name) == (False, None)


def test_a_clinic_that_may_look_keeps_no_ended_carers_token_alive(ada: Ada, people: People) -> None:
    """She is a nurse there, too; a token never acts as one."""
    clinic = people.clinic()
    people.consent(ada.patient, clinic)
    nia = people.staff("Nia", clinic)
    people.access(nia, ada.patient, AccessRole.CARER_MANAGE)
    token = make_token(
        ada.record, by=Viewer(nia), user_id=nia, patient_id=ada.patient, name="x", scopes={READ}
    )
    end_help(ada.record, by=ada.viewer, patient_id=ada.patient, user_id=nia)

    assert admit(ada, token.text) == Refused()


@pytest.mark.parametrize("role", [AccessRole.CARER_READ, AccessRole.CARER_LOG])
def test_who_only_helps_makes_no_tokens(ada: Ada, people: People, role: AccessRole) -> None:
    gran = people.user("Gran")
    people.access(gran, ada.patient, role)

    with pytest.raises(NoSuchDiaryError):
        make_token(
            ada.record,
            by=Viewer(gran),
            user_id=gran,
            patient_id=ada.patient,
            name="x",
            scopes={READ},
        )


def test_a_stranger_makes_no_token(ada: Ada, people: People) -> None:
    bob = people.person("Bob")

    with pytest.raises(NoSuchDiaryError):
        make_token(
            ada.record, by=Viewer(bob), user_id=bob, patient_id=ada.patient, name="x", scopes={READ}
        )


@pytest.mark.parametrize("name", ["", "   ", "a\x07b", "a" * 61])
def test_a_token_needs_a_name(ada: Ada, name: str) -> None:
    with pytest.raises(TokenRefusedError):
        token_of(ada, READ, name=name)


def test_a_token_is_for_something(ada: Ada) -> None:
    with pytest.raises(TokenRefusedError):
        make_token(
            ada.record, by=ada.viewer, user_id=ada.user, patient_id=ada.patient, name="x", scopes=()
        )


def test_nobody_has_more_than_twenty(ada: Ada) -> None:
    for number in range(20):
        token_of(ada, READ, name=f"Program {number}")

    with pytest.raises(TokenRefusedError, match="20"):
        token_of(ada, READ)


def test_its_maker_sees_when_it_was_last_in_use(ada: Ada) -> None:
    token = token_of(ada)
    (fresh,) = list_own_tokens(ada.record, by=ada.viewer, user_id=ada.user)
    admit(ada, token.text)
    (used,) = list_own_tokens(ada.record, by=ada.viewer, user_id=ada.user)

    assert fresh.used_at is None
    assert used.used_at is not None
    assert abs((datetime.now(UTC) - used.used_at).total_seconds()) < 60


def test_the_console_makes_a_token_for_somebody_and_says_why(ada: Ada) -> None:
    by = console("She asked on the phone")
    user, patient = find_owner(ada.record, by=by, email="ADA@people.example", wanted=None)
    token = make_token(
        ada.record, by=by, user_id=user, patient_id=patient, name="Export", scopes={READ, LOG}
    )

    assert admit(ada, token.text) == Bearer(ada.user, ada.patient, frozenset({READ, LOG}))
    (event, *_) = list_events_of(ada)
    assert (event.action, event.detail, event.reason) == (
        "granted",
        "token",
        "She asked on the phone",
    )


def list_events_of(ada: Ada) -> list[Any]:
    with ada.record.reading(ada.viewer) as connection:
        return list(list_events(connection, ada.viewer, ada.patient))


def test_the_console_asks_which_of_several_diaries(ada: Ada, people: People) -> None:
    by = console("a test")
    mum = people.user("Mum")
    kim, tom = people.patient("Kim"), people.patient("Tom")
    for child in (kim, tom):
        people.access(mum, child, AccessRole.CARER_MANAGE)

    with pytest.raises(TokenRefusedError, match="--patient"):
        find_owner(ada.record, by=by, email=email_of("Mum"), wanted=None)
    assert find_owner(ada.record, by=by, email=email_of("Mum"), wanted=tom) == (mum, tom)
    for email, wanted in [(email_of("Mum"), ada.patient), ("no@people.example", None)]:
        with pytest.raises(TokenRefusedError):
            find_owner(ada.record, by=by, email=email, wanted=wanted)


def test_the_console_gives_a_carer_no_more_than_they_may(ada: Ada, people: People) -> None:
    gran = people.user("Gran")
    people.access(gran, ada.patient, AccessRole.CARER_READ)
    by = console("a test")

    with pytest.raises(TokenRefusedError):
        make_token(
            ada.record, by=by, user_id=gran, patient_id=ada.patient, name="x", scopes={READ, LOG}
        )


def test_a_thousand_bad_tokens_slow_their_address_down_and_no_good_one(ada: Ada) -> None:
    good = token_of(ada).text
    assert [admit(ada, "bleedlog_wrong") for _ in range(8)] == [Refused()] * 8
    with ada.record.transaction() as connection:
        connection.execute(text("UPDATE sign_in_throttle SET failures = 999"))

    assert admit(ada, "bleedlog_wrong") == Refused()
    assert isinstance(admit(ada, "bleedlog_wrong"), Throttled)
    assert isinstance(admit(ada, good), Bearer)
    assert admit(ada, "bleedlog_wrong", address="198.51.100.3") == Refused()
