"""Signing in by passkey: alone, since the device checked who holds it, or after a password."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.factor import ChallengePurpose
from bleedlog.models.viewer import Viewer
from bleedlog.services.accounts import Place, Refused, SignedIn, open_account
from bleedlog.services.challenges import keep_challenge, take_challenge
from bleedlog.services.passkeys import PASSKEY, TIMEOUT
from bleedlog.services.record import Record
from bleedlog.services.relying_party import RelyingParty
from bleedlog.services.second_factors import go_on_proven
from bleedlog.services.sessions import SessionKey
from bleedlog.storage.accounts import find_login_of
from bleedlog.storage.passkeys import find_passkey, list_passkeys, use_passkey
from bleedlog.storage.sessions import end_session


@dataclass(frozen=True, slots=True)
class _Shown:
    user_id: UUID
    credential_id: str
    sign_count: int


def begin_passkey_sign_in(
    record: Record, *, browser: bytes, party: RelyingParty, user_id: UUID | None = None
) -> str:
    """What the browser with that secret is asked, as JSON for `parseRequestOptionsFromJSON`.

    `user_id`: whose passkey it must be, after a password; None lets the person choose.
    """
    from webauthn import (  # noqa: PLC0415 - loaded by whoever uses a passkey
        base64url_to_bytes,
        generate_authentication_options,
        options_to_json,
    )
    from webauthn.helpers import bytes_to_base64url  # noqa: PLC0415
    from webauthn.helpers.structs import (  # noqa: PLC0415
        PublicKeyCredentialDescriptor,
        UserVerificationRequirement,
    )

    known: list[str] = []
    if user_id is not None:
        with record.reading(Viewer(user_id)) as connection:
            known = [row.credential_id for row in list_passkeys(connection, user_id)]
    options = generate_authentication_options(
        rp_id=party.id,
        timeout=TIMEOUT,
        allow_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known
        ],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    keep_challenge(
        record,
        browser=browser,
        purpose=ChallengePurpose.PASSKEY_SIGN_IN,
        asked=bytes_to_base64url(options.challenge),
    )
    return options_to_json(options)


def sign_in_by_passkey(
    record: Record,
    *,
    browser: bytes,
    credential: str,
    keep: bool,
    place: Place,
    party: RelyingParty,
    replaces: SessionKey | None = None,
) -> SignedIn | Refused:
    """Begin a session with two factors; `credential`: the browser's answer, as `toJSON()`."""
    shown = _take_answer(record, browser, credential, party)
    if shown is None:
        return Refused()
    now = datetime.now(UTC)
    with record.transaction(Viewer(shown.user_id)) as connection:
        if not _use(connection, shown, now):
            return Refused()
        if replaces is not None:
            end_session(connection, user_id=replaces.user_id, secret_hash=replaces.secret_hash)
        return open_account(
            connection,
            shown.user_id,
            keep=keep,
            place=place,
            now=now,
            how=PASSKEY,
            second_factor_at=now,
        )


def show_passkey(
    record: Record, *, key: SessionKey, credential: str, place: Place, party: RelyingParty
) -> SignedIn | Refused:
    """Take a passkey as the second factor of a session that showed a password."""
    shown = _take_answer(record, key.secret, credential, party)
    if shown is None or shown.user_id != key.user_id:
        return Refused()
    now = datetime.now(UTC)
    with record.transaction(Viewer(key.user_id)) as connection:
        if not _use(connection, shown, now):
            return Refused()
        return go_on_proven(connection, key=key, place=place, now=now, shown=PASSKEY)


def _use(connection: Connection, shown: _Shown, now: datetime) -> bool:
    login = find_login_of(connection, shown.user_id)
    if login is None or login.disabled:
        return False
    return use_passkey(
        connection,
        user_id=shown.user_id,
        credential_id=shown.credential_id,
        sign_count=shown.sign_count,
        now=now,
    )


def _take_answer(
    record: Record, browser: bytes, credential: str, party: RelyingParty
) -> _Shown | None:
    challenge = take_challenge(record, browser=browser, purpose=ChallengePurpose.PASSKEY_SIGN_IN)
    named = _named(credential)
    if challenge is None or named is None:
        return None
    user_id, credential_id = named
    with record.reading(Viewer(user_id)) as connection:
        stored = find_passkey(connection, user_id=user_id, credential_id=credential_id)
    if stored is None:
        return None
    from webauthn import base64url_to_bytes, verify_authentication_response  # noqa: PLC0415

    try:
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=stored.public_key,
            credential_current_sign_count=stored.sign_count,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001 - whatever is wrong with what a browser sent proves nothing
        return None
    return _Shown(user_id, credential_id, verified.new_sign_count)


def _named(credential: str) -> tuple[UUID, str] | None:
    # Whose passkey it says it is, and which: looked up before anything is believed.
    from webauthn.helpers import (  # noqa: PLC0415
        bytes_to_base64url,
        parse_authentication_credential_json,
    )

    try:
        answer = parse_authentication_credential_json(credential)
        user_id = UUID(bytes=answer.response.user_handle or b"")
    except Exception:  # noqa: BLE001 - as above
        return None
    return user_id, bytes_to_base64url(answer.raw_id)
