"""Proving once more who one is, before what an unlocked phone or a copied cookie must not do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bleedlog.models.viewer import Viewer
from bleedlog.services.accounts import Place, Refused, Throttled, throttle_of
from bleedlog.services.passwords import is_password
from bleedlog.services.record import Record
from bleedlog.services.sessions import SessionKey
from bleedlog.storage.accounts import find_login_of
from bleedlog.storage.sessions import find_session

FRESH = timedelta(minutes=10)
"""How long a sign-in, or a second factor, is proof enough by itself."""


@dataclass(frozen=True, slots=True)
class Proven:
    """It is them."""


def is_fresh(since: datetime, now: datetime) -> bool:
    """Whether somebody proved who they are just now, so that nothing is asked again."""
    return now - since <= FRESH


def prove_by_password(
    record: Record,
    *,
    user_id: UUID,
    password: str,
    place: Place,
    secret_key: str,
    now: datetime,
) -> Proven | Refused | Throttled:
    """Check the password of somebody who is signed in; tries are counted as at signing in."""
    with record.transaction(Viewer(user_id)) as connection:
        login = find_login_of(connection, user_id)
        if login is None or login.disabled:
            return Refused()
        throttle = throttle_of(
            connection, login, email=login.email, place=place, secret_key=secret_key
        )
        wait = throttle.admit(connection, now)
    if wait is not None:
        return Throttled(wait)
    # Outside a transaction: it takes a tenth of a second, in which nobody else could log.
    if not is_password(login.password_hash, password):
        return Refused()
    with record.transaction(Viewer(user_id)) as connection:
        throttle.forgive(connection, now)
    return Proven()


def prove_again(
    record: Record,
    *,
    key: SessionKey,
    password: str,
    place: Place,
    secret_key: str,
    now: datetime,
) -> Proven | Refused | Throttled:
    """By the session, if it began just now, else by the password."""
    with record.reading(Viewer(key.user_id)) as connection:
        session = find_session(connection, key.user_id, key.secret_hash)
    if session is None:
        return Refused()
    if is_fresh(session.created_at, now):
        return Proven()
    return prove_by_password(
        record, user_id=key.user_id, password=password, place=place, secret_key=secret_key, now=now
    )
