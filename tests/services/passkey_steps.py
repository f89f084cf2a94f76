"""What people and devices do with passkeys, without a web or a browser."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from bleedlog.services.accounts import Refused, SignedIn
from bleedlog.services.passkey_sign_in import begin_passkey_sign_in, sign_in_by_passkey
from bleedlog.services.passkeys import NoPasskey, PasskeyAdded, begin_passkey, finish_passkey
from bleedlog.services.relying_party import RelyingParty
from bleedlog.services.second_factors import FactorOwed
from bleedlog.storage.engine import Database
from tests.passkey_device import PRESENT, PasskeyDevice
from tests.services.factors import HERE, SECRET

PARTY = RelyingParty("diary.example.org", "https://diary.example.org")
BROWSER, OTHER_BROWSER = b"b" * 32, b"o" * 32


def device(**settings: object) -> PasskeyDevice:
    made = PasskeyDevice(origin=PARTY.origin, site=PARTY.id)
    return replace(made, **settings)  # type: ignore[arg-type]


def options_to_add(record: Database, session: SignedIn, password: str = "") -> str:
    options = begin_passkey(
        record, key=session.key, password=password, place=HERE, party=PARTY, secret_key=SECRET
    )
    assert isinstance(options, str)
    return options


def add(
    record: Database, session: SignedIn, one: PasskeyDevice
) -> PasskeyAdded | NoPasskey | FactorOwed:
    """Let a device make a passkey for whoever is signed in."""
    return finish_passkey(
        record,
        key=session.key,
        credential=one.make(options_to_add(record, session)),
        name="My phone",
        place=HERE,
        party=PARTY,
    )


def sign_in(
    record: Database, credential: str, browser: bytes = BROWSER, *, keep: bool = False
) -> SignedIn | Refused:
    return sign_in_by_passkey(
        record, browser=browser, credential=credential, keep=keep, place=HERE, party=PARTY
    )


def asked(record: Database, browser: bytes = BROWSER) -> str:
    return begin_passkey_sign_in(record, browser=browser, party=PARTY)


BENT: dict[str, Callable[[PasskeyDevice], PasskeyDevice]] = {
    "another site's page": lambda one: replace(one, origin="https://evil.example"),
    "a page of this host over http": lambda one: replace(one, origin="http://diary.example.org"),
    "another site's passkey": lambda one: replace(one, site="evil.example"),
    "nobody was checked": lambda one: replace(one, flags=PRESENT),
    "nobody was there": lambda one: replace(one, flags=4),
    "another key": lambda one: replace(one, key=device().key),
    "another passkey": lambda one: replace(one, credential_id=b"y" * 32),
    "somebody else's": lambda one: replace(one, user_handle=UUID(int=7).bytes),
    "nobody's": lambda one: replace(one, user_handle=b""),
    "no id": lambda one: replace(one, user_handle=b"abc"),
}
