"""Passkeys: made on a device that checks who holds it, listed, named, taken away."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.account import Account
from bleedlog.models.audit import Action
from bleedlog.models.entry_input import new_id
from bleedlog.models.factor import ChallengePurpose, Passkey
from bleedlog.models.viewer import Viewer
from bleedlog.services.accounts import Place, Refused, SignedIn, Throttled
from bleedlog.services.challenges import keep_challenge, take_challenge
from bleedlog.services.proof import Proven, prove_again
from bleedlog.services.record import Record
from bleedlog.services.relying_party import NAME, RelyingParty
from bleedlog.services.second_factors import FactorOwed, go_on_proven, owes_another
from bleedlog.services.sessions import SessionKey
from bleedlog.storage.accounts import add_account_event
from bleedlog.storage.factors import find_app
from bleedlog.storage.passkeys import (
    add_passkey,
    count_passkeys,
    find_passkey,
    find_passkey_by_id,
    list_passkeys,
    remove_passkey,
    rename_passkey,
)
from bleedlog.storage.sessions import find_session

PASSKEY = "passkey"
"""What events say that they are about."""
MOST = 20
LONGEST_ID = 1400
"""1,023 bytes (WebAuthn, 4) in base64url."""
LONGEST_NAME = 60
TIMEOUT = 120_000
"""Milliseconds that a browser gives people to find their finger."""


@dataclass(frozen=True, slots=True)
class ShownPasskey:
    """A passkey as its owner sees it."""

    id: UUID
    name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class PasskeyAdded:
    """It is stored. `signed_in`: the session goes on with it, if it owed a second factor."""

    signed_in: SignedIn | None


@dataclass(frozen=True, slots=True)
class NoPasskey:
    """What the browser sent proves nothing, or was asked for too long ago."""


@dataclass(frozen=True, slots=True)
class LastFactor:
    """Staff keep one second factor at least."""


def passkeys_of(record: Record, *, user_id: UUID) -> list[ShownPasskey]:
    """A user's passkeys, oldest first."""
    with record.reading(Viewer(user_id)) as connection:
        rows = list_passkeys(connection, user_id)
    return [ShownPasskey(row.id, row.name, row.created_at, row.used_at) for row in rows]


def begin_passkey(
    record: Record,
    *,
    key: SessionKey,
    password: str,
    place: Place,
    party: RelyingParty,
    secret_key: str,
) -> str | FactorOwed | Refused | Throttled:
    """What the browser is asked in order to make a passkey, as JSON for `parseCreation...`.

    As for an app: who proved who they are just now needs no password, and who owes a second factor
    brings none of their own.
    """
    now = datetime.now(UTC)
    proven = prove_again(
        record, key=key, password=password, place=place, secret_key=secret_key, now=now
    )
    if not isinstance(proven, Proven):
        return proven
    with record.reading(Viewer(key.user_id)) as connection:
        session = find_session(connection, key.user_id, key.secret_hash)
        if session is None:
            return Refused()
        if owes_another(connection, session):
            return FactorOwed()
        known = [row.credential_id for row in list_passkeys(connection, key.user_id)]
    options, challenge = _creation_options(session.account, known, party)
    keep_challenge(
        record, browser=key.secret, purpose=ChallengePurpose.PASSKEY_ADD, asked=challenge
    )
    return options


def _creation_options(account: Account, known: list[str], party: RelyingParty) -> tuple[str, str]:
    # Loaded by whoever makes or uses a passkey: a worker that shows a diary does without.
    from webauthn import (  # noqa: PLC0415
        base64url_to_bytes,
        generate_registration_options,
        options_to_json,
    )
    from webauthn.helpers import bytes_to_base64url  # noqa: PLC0415
    from webauthn.helpers.structs import (  # noqa: PLC0415
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = generate_registration_options(
        rp_id=party.id,
        rp_name=NAME,
        user_id=account.user_id.bytes,
        user_name=account.email,
        user_display_name=account.name,
        timeout=TIMEOUT,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known
        ],
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


def finish_passkey(
    record: Record,
    *,
    key: SessionKey,
    credential: str,
    name: str,
    place: Place,
    party: RelyingParty,
) -> PasskeyAdded | NoPasskey | FactorOwed:
    """Store the passkey that the browser made when it was asked; `credential`: as `toJSON()`."""
    challenge = take_challenge(record, browser=key.secret, purpose=ChallengePurpose.PASSKEY_ADD)
    if challenge is None:
        return NoPasskey()
    made = _verified_creation(credential, challenge, party)
    if made is None:
        return NoPasskey()
    now = datetime.now(UTC)
    user_id = key.user_id
    with record.transaction(Viewer(user_id)) as connection:
        session = find_session(connection, user_id, key.secret_hash)
        if session is None or not _has_room(connection, user_id, made["credential_id"]):
            return NoPasskey()
        if owes_another(connection, session):
            return FactorOwed()
        add_passkey(
            connection,
            Passkey(
                user_id=user_id,
                id=new_id(),
                name=_unlike_others(name, connection, user_id),
                created_at=now,
                **made,
            ),
        )
        _note(connection, user_id, Action.CHANGED, now)
        if not session.owes_second_factor:
            return PasskeyAdded(None)
        # Whoever holds the device was checked by it just now.
        signed_in = go_on_proven(connection, key=key, place=place, now=now, shown=PASSKEY)
    return PasskeyAdded(signed_in if isinstance(signed_in, SignedIn) else None)


def _unlike_others(name: str, connection: Connection, user_id: UUID) -> str:
    # Two of one name on a page could not be told apart.
    taken = {row.name for row in list_passkeys(connection, user_id)}
    tries = [name[:LONGEST_NAME]]
    tries += [f"{name[: LONGEST_NAME - 3]} {number}" for number in range(2, MOST + 1)]
    return next(one for one in tries if one not in taken)


def _has_room(connection: Connection, user_id: UUID, credential_id: str) -> bool:
    known = find_passkey(connection, user_id=user_id, credential_id=credential_id)
    return (
        known is None
        and len(credential_id) <= LONGEST_ID
        and count_passkeys(connection, user_id) < MOST
    )


def _verified_creation(
    credential: str, challenge: str, party: RelyingParty
) -> dict[str, Any] | None:
    from webauthn import base64url_to_bytes, verify_registration_response  # noqa: PLC0415
    from webauthn.helpers import bytes_to_base64url  # noqa: PLC0415

    try:
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001 - whatever is wrong with what a browser sent, it proves nothing
        return None
    return {
        "credential_id": bytes_to_base64url(verified.credential_id),
        "public_key": verified.credential_public_key,
        "sign_count": verified.sign_count,
    }


def rename(record: Record, *, user_id: UUID, passkey_id: UUID, name: str) -> bool:
    """Call a passkey something else; False if the user has none that is called so."""
    with record.transaction(Viewer(user_id)) as connection:
        if find_passkey_by_id(connection, user_id=user_id, passkey_id=passkey_id) is None:
            return False
        rename_passkey(connection, user_id=user_id, passkey_id=passkey_id, name=name[:LONGEST_NAME])
        _note(connection, user_id, Action.REVISED, datetime.now(UTC))
    return True


def remove(
    record: Record,
    *,
    key: SessionKey,
    passkey_id: UUID,
    password: str,
    place: Place,
    secret_key: str,
) -> Proven | NoPasskey | LastFactor | Refused | Throttled:
    """Take a passkey away, for somebody who proves once more who they are."""
    now = datetime.now(UTC)
    user_id = key.user_id
    proven = prove_again(
        record, key=key, password=password, place=place, secret_key=secret_key, now=now
    )
    if not isinstance(proven, Proven):
        return proven
    with record.transaction(Viewer(user_id)) as connection:
        session = find_session(connection, user_id, key.secret_hash)
        if session is None:
            return Refused()
        is_last = find_app(connection, user_id) is None and count_passkeys(connection, user_id) == 1
        if find_passkey_by_id(connection, user_id=user_id, passkey_id=passkey_id) is None:
            return NoPasskey()
        if is_last and session.account.is_staff:
            return LastFactor()
        remove_passkey(connection, user_id=user_id, passkey_id=passkey_id)
        _note(connection, user_id, Action.WITHDREW, now)
    return proven


def _note(connection: Connection, user_id: UUID, action: Action, now: datetime) -> None:
    add_account_event(
        connection, user_id=user_id, action=action, now=now, by_user=user_id, detail=PASSKEY
    )
