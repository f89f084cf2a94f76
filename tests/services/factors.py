"""What people do with second factors, without a web."""

from uuid import UUID

from bleedlog.services.accounts import Place, Refused, SignedIn, Throttled, sign_in
from bleedlog.services.factor_setup import FactorTaken, offer_app, take_app
from bleedlog.services.second_factors import show_factor
from bleedlog.storage.engine import Database
from tests.authenticator import code_at
from tests.people import PASSWORD, email_of

SECRET = "a-secret-of-tests-0123456789-abcdefghij"
NOON = "2026-03-01T12:00:10Z"
HERE = Place("192.0.2.1")


def signed_in(record: Database, name: str = "Ann", place: Place = HERE) -> SignedIn:
    """Somebody who showed a password."""
    outcome = sign_in(
        record,
        email=email_of(name),
        password=PASSWORD,
        keep=True,
        place=place,
        secret_key=SECRET,
    )
    assert isinstance(outcome, SignedIn)
    return outcome


def set_up(record: Database, session: SignedIn) -> FactorTaken:
    """An app set up with the code that it shows now."""
    offer = offer_app(session.account, secret_key=SECRET)
    taken = take_app(
        record,
        key=session.key,
        sealed=offer.sealed,
        code=code_at(offer.secret),
        password="",
        place=HERE,
        secret_key=SECRET,
    )
    assert isinstance(taken, FactorTaken)
    SECRETS[taken.signed_in.account.user_id] = offer.secret
    return taken


SECRETS: dict[UUID, str] = {}


def app_of(session: SignedIn) -> str:
    """The secret in the app of whoever set one up."""
    return SECRETS[session.account.user_id]


def show(
    record: Database, session: SignedIn, code: str, place: Place = HERE
) -> SignedIn | Refused | Throttled:
    return show_factor(record, key=session.key, code=code, place=place, secret_key=SECRET)
