"""Setting a second factor up, replacing it, and taking it away.

The secret of an app is offered in a page, sealed, and reaches the record with its first code: an
offer that nobody takes costs no row and changes nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.account import Account
from bleedlog.models.audit import Action
from bleedlog.models.viewer import Viewer
from bleedlog.services.accounts import Place, Refused, SignedIn, Throttled
from bleedlog.services.one_time_codes import address_of, new_secret, step_of
from bleedlog.services.proof import Proven, prove_again, prove_by_password
from bleedlog.services.record import Record
from bleedlog.services.recovery_codes import NewCodes, make_codes
from bleedlog.services.sealing import Sealed, seal, unseal
from bleedlog.services.second_factors import (
    APP,
    FactorOwed,
    admit,
    go_on_proven,
    owes_another,
    use_code,
)
from bleedlog.services.sessions import SessionKey
from bleedlog.storage.accounts import add_account_event
from bleedlog.storage.factors import put_app, put_recovery_codes, remove_app
from bleedlog.storage.sessions import find_session

OFFER_LIFE = timedelta(hours=1)
"""How long a page with an offer may lie open."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret for an app that is not set up yet."""

    secret: str
    address: str
    """For the picture that an app reads, as `otpauth://totp/...`."""
    sealed: str
    """What the page sends back with the first code."""

    @classmethod
    def of(cls, secret: str, account: Account, secret_key: str) -> Self:
        """Offer that secret to that account."""
        return cls(
            secret=secret,
            address=address_of(secret, account.email),
            sealed=seal(
                secret, purpose=Sealed.OFFER, holder=account.user_id, secret_key=secret_key
            ),
        )


@dataclass(frozen=True, slots=True)
class FactorTaken:
    """The second factor is set up; the session goes on with it."""

    signed_in: SignedIn
    recovery: NewCodes


@dataclass(frozen=True, slots=True)
class WrongCode:
    """The code is not the app's; the offer still stands."""


@dataclass(frozen=True, slots=True)
class StaleOffer:
    """The page was open for too long, or is somebody else's: a new secret is needed."""


def offer_app(account: Account, *, secret_key: str, sealed: str | None = None) -> Offer:
    """The offer that a page sent back (`sealed`), if it still stands, or a new one."""
    secret = _offered(account.user_id, sealed, secret_key) if sealed else None
    return Offer.of(secret or new_secret(), account, secret_key)


def take_app(
    record: Record,
    *,
    key: SessionKey,
    sealed: str,
    code: str,
    password: str,
    place: Place,
    secret_key: str,
) -> FactorTaken | FactorOwed | WrongCode | StaleOffer | Refused | Throttled:
    """Set an app up by its first code, in place of one that there was, with new recovery codes.

    Only somebody who proved who they are just now needs no password: who finds an unlocked phone
    must not lock its owner out, and who copied a cookie must not make it open more.
    """
    now = datetime.now(UTC)
    user_id = key.user_id
    proven = prove_again(
        record, key=key, password=password, place=place, secret_key=secret_key, now=now
    )
    if not isinstance(proven, Proven):
        return proven
    secret = _offered(user_id, sealed, secret_key)
    if secret is None:
        return StaleOffer()
    step = step_of("".join(code.split()), secret=secret, now=now)
    if step is None:
        return WrongCode()
    kept = seal(secret, purpose=Sealed.CODE_APP, holder=user_id, secret_key=secret_key)
    with record.transaction(Viewer(user_id)) as connection:
        session = find_session(connection, user_id, key.secret_hash)
        if session is not None and owes_another(connection, session):
            return FactorOwed()
        signed_in = go_on_proven(connection, key=key, place=place, now=now, shown=APP)
        if isinstance(signed_in, Refused):
            return signed_in
        put_app(connection, user_id=user_id, sealed_secret=kept, step=step, now=now)
        recovery = make_codes(connection, user_id=user_id, secret_key=secret_key, now=now)
        _note(connection, user_id, Action.CHANGED, now, APP)
    return FactorTaken(signed_in, recovery)


def remove_factor(
    record: Record, *, account: Account, password: str, code: str, place: Place, secret_key: str
) -> Proven | WrongCode | Refused | Throttled:
    """Take the app and the recovery codes away; password and code are asked for, always.

    Raises:
        PermissionError: for staff, who may not be without.
    """
    if account.is_staff:
        message = "staff need a second factor"
        raise PermissionError(message)
    now = datetime.now(UTC)
    user_id = account.user_id
    proven = prove_by_password(
        record, user_id=user_id, password=password, place=place, secret_key=secret_key, now=now
    )
    if not isinstance(proven, Proven):
        return proven
    throttle = admit(record, user_id=user_id, place=place, secret_key=secret_key, now=now)
    if isinstance(throttle, Refused | Throttled):
        return throttle
    with record.transaction(Viewer(user_id)) as connection:
        if use_code(connection, user_id=user_id, code=code, secret_key=secret_key, now=now) is None:
            return WrongCode()
        throttle.forgive(connection, now)
        remove_app(connection, user_id)
        put_recovery_codes(connection, user_id=user_id, code_hashes=(), now=now)
        _note(connection, user_id, Action.WITHDREW, now, APP)
    return proven


def _offered(user_id: UUID, sealed: str, secret_key: str) -> str | None:
    return unseal(
        sealed, purpose=Sealed.OFFER, holder=user_id, secret_key=secret_key, within=OFFER_LIFE
    )


def _note(
    connection: Connection, user_id: UUID, action: Action, now: datetime, detail: str
) -> None:
    add_account_event(
        connection, user_id=user_id, action=action, now=now, by_user=user_id, detail=detail
    )
