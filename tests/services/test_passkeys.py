"""Passkeys without a web or a browser: made, named, taken away."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from bleedlog.services.accounts import Place, Refused, SignedIn
from bleedlog.services.passkey_sign_in import begin_passkey_sign_in, show_passkey
from bleedlog.services.passkeys import (
    LastFactor,
    NoPasskey,
    PasskeyAdded,
    begin_passkey,
    finish_passkey,
    passkeys_of,
    remove,
    rename,
)
from bleedlog.services.proof import Proven
from bleedlog.services.relying_party import relying_party
from bleedlog.services.second_factors import FactorOwed
from bleedlog.services.sessions import resume
from bleedlog.storage.engine import Database
from tests.passkey_device import decoded, encoded
from tests.people import PASSWORD, People
from tests.services.factors import HERE, SECRET, signed_in
from tests.services.passkey_steps import (
    BENT,
    PARTY,
    add,
    asked,
    device,
    options_to_add,
    sign_in,
)


@pytest.fixture
def ann(database: Database) -> UUID:
    """Her user id."""
    return People(database).person("Ann")


def test_a_passkey_is_asked_for_as_it_must_be(database: Database, ann: UUID) -> None:
    """Resident and user-verified, for the configured site, and not twice on one device."""
    session = signed_in(database)
    options = json.loads(options_to_add(database, session))

    assert options["rp"] == {"id": "diary.example.org", "name": "bleedlog"}
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["attestation"] == "none"
    assert decoded(options["user"]["id"]) == ann.bytes
    assert len(decoded(options["challenge"])) >= 32
    made = device()
    add(database, session, made)
    again = json.loads(options_to_add(database, session))
    assert [one["id"] for one in again["excludeCredentials"]] == [encoded(made.credential_id)]
    assert again["challenge"] != options["challenge"]
    assert json.loads(asked(database))["userVerification"] == "required"


@pytest.mark.parametrize("bend", ["another site's page", "nobody was checked", "nobody was there"])
def test_a_passkey_made_elsewhere_is_not_taken(database: Database, ann: UUID, bend: str) -> None:
    assert add(database, signed_in(database), BENT[bend](device())) == NoPasskey()
    assert passkeys_of(database, user_id=ann) == []


def test_making_one_is_asked_of_one_browser_and_once(database: Database, ann: UUID) -> None:
    first, second = signed_in(database), signed_in(database)
    answer = device().make(options_to_add(database, first))

    def finish(session: SignedIn) -> object:
        return finish_passkey(
            database, key=session.key, credential=answer, name="x", place=HERE, party=PARTY
        )

    assert finish(second) == NoPasskey()
    assert finish(first) == PasskeyAdded(None)
    assert finish(first) == NoPasskey()
    assert len(passkeys_of(database, user_id=ann)) == 1


def test_who_owes_a_factor_brings_none_of_their_own(database: Database, ann: UUID) -> None:
    people = People(database)
    people.code_app(ann)
    thief = signed_in(database)

    outcome = begin_passkey(
        database, key=thief.key, password=PASSWORD, place=HERE, party=PARTY, secret_key=SECRET
    )

    assert outcome == FactorOwed()


@pytest.mark.usefixtures("ann")
def test_an_old_session_needs_the_password(database: Database) -> None:
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        session = signed_in(database)
        clock.shift(timedelta(minutes=11))

        def begin(password: str) -> object:
            return begin_passkey(
                database,
                key=session.key,
                password=password,
                place=HERE,
                party=PARTY,
                secret_key=SECRET,
            )

        assert begin("") == Refused()
        assert isinstance(begin(PASSWORD), str)


def test_new_staff_bring_a_passkey_as_their_second_factor(database: Database) -> None:
    people = People(database)
    nia = people.user("Nia")
    people.work(nia, people.clinic())
    first = signed_in(database, "Nia")
    token = device()

    added = add(database, first, token)

    assert isinstance(added, PasskeyAdded)
    assert added.signed_in is not None
    assert added.signed_in.second_factor_at is not None
    assert resume(database, key=first.key) is None, "it goes on under a new key"
    later = signed_in(database, "Nia")
    assert add_refused(database, later)
    options = begin_passkey_sign_in(database, browser=later.key.secret, party=PARTY, user_id=nia)
    (allowed,) = json.loads(options)["allowCredentials"]
    assert allowed["id"] == encoded(token.credential_id)
    opened = show_passkey(
        database, key=later.key, credential=token.use(options), place=Place("x"), party=PARTY
    )
    assert isinstance(opened, SignedIn)
    assert opened.second_factor_at is not None
    assert resume(database, key=later.key) is None


def add_refused(record: Database, session: SignedIn) -> bool:
    """Whether that session may bring no passkey."""
    found = begin_passkey(
        record, key=session.key, password=PASSWORD, place=HERE, party=PARTY, secret_key=SECRET
    )
    return found == FactorOwed()


def test_a_passkey_is_renamed_and_removed_by_its_owner(database: Database, ann: UUID) -> None:
    people = People(database)
    phone = device()
    add(database, signed_in(database), phone)
    eve = people.person("Eve")
    (shown,) = passkeys_of(database, user_id=ann)

    def remove_as(session: SignedIn) -> object:
        return remove(
            database,
            key=session.key,
            passkey_id=shown.id,
            password="",
            place=HERE,
            secret_key=SECRET,
        )

    assert not rename(database, user_id=eve, passkey_id=shown.id, name="mine")
    assert rename(database, user_id=ann, passkey_id=shown.id, name="Old phone")
    assert [one.name for one in passkeys_of(database, user_id=ann)] == ["Old phone"]
    assert remove_as(signed_in(database, "Eve")) == NoPasskey()
    assert remove_as(signed_in(database)) == Proven()
    assert passkeys_of(database, user_id=ann) == []
    assert sign_in(database, phone.use(asked(database))) == Refused()


def test_passkeys_of_one_name_are_told_apart(database: Database, ann: UUID) -> None:
    session = signed_in(database)
    for _ in range(3):
        add(database, session, device())

    names = [one.name for one in passkeys_of(database, user_id=ann)]

    assert names == ["My phone", "My phone 2", "My phone 3"]


def test_staff_keep_their_last_factor(database: Database) -> None:
    people = People(database)
    nia = people.user("Nia")
    people.work(nia, people.clinic())
    added = add(database, signed_in(database, "Nia"), device())
    assert isinstance(added, PasskeyAdded)
    assert added.signed_in is not None
    session = added.signed_in

    def remove_first() -> object:
        return remove(
            database,
            key=session.key,
            passkey_id=passkeys_of(database, user_id=nia)[0].id,
            password="",
            place=HERE,
            secret_key=SECRET,
        )

    assert remove_first() == LastFactor()
    add(database, session, device())
    assert remove_first() == Proven()
    assert remove_first() == LastFactor()
    people.code_app(nia)
    assert remove_first() == Proven()


@pytest.mark.parametrize(
    ("base_url", "site"),
    [
        ("https://diary.example.org", "diary.example.org"),
        ("https://diary.example.org:8443", "diary.example.org"),
        ("http://localhost:8000", "localhost"),
        ("http://127.0.0.1:8000", None),
        ("http://[::1]:8000", None),
        ("https://192.0.2.7", None),
    ],
)
def test_passkeys_are_for_hosts_with_a_name(base_url: str, site: str | None) -> None:
    found = relying_party(base_url)

    assert (found and found.id) == site
    assert found is None or found.origin == base_url
