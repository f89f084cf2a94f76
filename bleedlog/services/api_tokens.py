"""Tokens: keys that a person makes for a program of theirs, for one diary.

A token never does more than its maker may do with that diary at the moment of the request, and
nothing that they may do as a clinic's staff: staff need a second factor, which no program shows.
"""

import base64
import binascii
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from bleedlog.models.api_token import ApiToken, Scope
from bleedlog.models.audit import Action
from bleedlog.models.entry_input import new_id
from bleedlog.models.permissions import PART_OF_ACCESS, Permission, may
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.accounts import Refused, Throttled, normal_email
from bleedlog.services.looking import NoSuchDiaryError, writing
from bleedlog.services.record import Record, RecordBusyError
from bleedlog.services.sessions import SECRET_BYTES, SessionKey
from bleedlog.services.throttle import Guessed, Throttle
from bleedlog.storage.access import find_access, list_diaries
from bleedlog.storage.accounts import add_account_event, find_login
from bleedlog.storage.api_tokens import (
    StoredToken,
    add_token,
    find_token,
    list_tokens,
    note_used,
    revoke_token,
)

PREFIX: Final = "bleedlog_"
"""By which people, and programs that look for lost keys, know what it is."""
LONGEST_NAME: Final = 60
MOST: Final = 20
"""Tokens that one person has at a time."""
GRAIN = timedelta(minutes=1)
"""How exactly its last use is noted."""

_ID_BYTES = 16
_NEEDED = {Scope.READ: Permission.LOOK, Scope.LOG: Permission.LOG}


class TokenRefusedError(Exception):
    """Such a token cannot be made; one sentence for the person who asked."""


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token as it is shown, once."""

    id: UUID
    text: str
    name: str
    scopes: frozenset[Scope]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whoever shows a good token: a program of `user_id`, for one diary."""

    user_id: UUID
    patient_id: UUID
    scopes: frozenset[Scope]


@dataclass(frozen=True, slots=True)
class TokenListed:
    """A token as its maker sees it."""

    id: UUID
    name: str
    scopes: frozenset[Scope]
    patient_name: str | None
    """Whose diary; None if it may not be opened any more."""
    is_own_diary: bool
    opens: bool
    """Whether its maker may still open the diary, so that the token does."""
    created_at: datetime
    used_at: datetime | None
    """When it was last in use, to the minute."""


def make_token(
    record: Record,
    *,
    by: Viewer,
    user_id: UUID,
    patient_id: UUID,
    name: str,
    scopes: Collection[Scope],
) -> NewToken:
    """Make a token of `user_id` for that diary. Its text is nowhere kept: it is shown once.

    Raises:
        NoSuchDiaryError: if `by` may not make tokens for the diary, or `user_id` may not open it.
        TokenRefusedError: if the name or the scopes will not do, or there are too many.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        message = f"A name has 1 to {LONGEST_NAME} letters."
        raise TokenRefusedError(message)
    if not scopes:
        message = "Say what the program may do: read, log or both."
        raise TokenRefusedError(message)
    now = datetime.now(UTC)
    key = SessionKey.new(user_id)
    with writing(record, by=by, patient_id=patient_id, permission=Permission.MAKE_TOKENS) as diary:
        role = find_access(diary.connection, patient_id=patient_id, user_id=user_id)
        if role is None:
            raise NoSuchDiaryError
        for scope in scopes:
            if not may(PART_OF_ACCESS[role], _NEEDED[scope]):
                message = f"Whoever it is for may not {scope.value} in this diary."
                raise TokenRefusedError(message)
        if len(list_tokens(diary.connection, user_id)) >= MOST:
            message = f"There are {MOST} tokens already. End one that is not needed."
            raise TokenRefusedError(message)
        token = ApiToken(
            id=new_id(),
            user_id=user_id,
            patient_id=patient_id,
            name=name,
            may_read=Scope.READ in scopes,
            may_log=Scope.LOG in scopes,
            secret_hash=key.secret_hash,
            created_at=now,
        )
        add_token(diary.connection, token)
        diary.note(Action.GRANTED, detail="token")
        add_account_event(
            diary.connection,
            user_id=user_id,
            action=Action.CREATED,
            now=now,
            reason=by.reason,
            by_user=by.user_id,
            detail="token",
        )
    return NewToken(token.id, _text_of(key), name, frozenset(scopes))


def find_owner(record: Record, *, by: Viewer, email: str, wanted: UUID | None) -> tuple[UUID, UUID]:
    """Whose token, for whose diary, the console means: user and patient.

    Without `wanted` it is their own diary, or the only one that they may open.

    Raises:
        TokenRefusedError: if that is nobody's or nobody can say which.
    """
    with record.reading(by) as connection:
        login = find_login(connection, normal_email(email))
        if login is None or login.disabled:
            message = f"Nobody can sign in with {email}."
            raise TokenRefusedError(message)
        diaries = list_diaries(connection, login.user_id)
    own = [one for one, role in diaries.items() if role is AccessRole.PATIENT]
    choice = [wanted] if wanted in diaries else [] if wanted else own or list(diaries)
    if len(choice) != 1 or choice[0] is None:
        message = (
            f"{email} may open several diaries. Name one with --patient."
            if choice
            else f"{email} may not open such a diary."
        )
        raise TokenRefusedError(message)
    return login.user_id, choice[0]


def list_own_tokens(record: Record, *, by: Viewer, user_id: UUID) -> list[TokenListed]:
    """Somebody's tokens, newest first."""
    with record.reading(by) as connection:
        rows = list_tokens(connection, user_id)
    return [
        TokenListed(
            id=row.id,
            name=row.name,
            scopes=_scopes(row),
            patient_name=row.patient_name if row.access_role is not None else None,
            is_own_diary=row.access_role == AccessRole.PATIENT,
            opens=row.access_role is not None,
            created_at=row.created_at,
            used_at=row.used_at,
        )
        for row in rows
    ]


def end_token(record: Record, *, by: Viewer, user_id: UUID, token_id: UUID) -> bool:
    """End a token at once, for every copy of it; whether there was one."""
    now = datetime.now(UTC)
    with record.transaction(by) as connection:
        patient_id = revoke_token(connection, user_id=user_id, token_id=token_id, now=now)
        if patient_id is None:
            return False
        add_account_event(
            connection,
            user_id=user_id,
            action=Action.REVOKED,
            now=now,
            reason=by.reason,
            by_user=by.user_id,
            detail="token",
        )
    return True


def admit_bearer(
    record: Record, *, text: str, address: str, secret_key: str
) -> Bearer | Refused | Throttled:
    """Whoever shows the token `text`.

    Good tokens are never slowed down, since nobody guesses 32 random bytes: what waits is an
    address from which bad ones come, and nobody can aim that at somebody else's program.
    """
    key = _key_of(text)
    if key is not None:
        with record.reading(Viewer(key.user_id)) as connection:
            found = find_token(connection, user_id=key.user_id, secret_hash=key.secret_hash)
        if found is not None:
            _note_use(record, found)
            return Bearer(found.user_id, found.patient_id, _scopes(found))
    now = datetime.now(UTC)
    throttle = Throttle(
        secret_key=secret_key,
        email="",
        address=address,
        known_device=None,
        guessed=Guessed.TOKEN,
    )
    with record.transaction() as connection:
        wait = throttle.admit(connection, now)
    return Refused() if wait is None else Throttled(wait)


def _note_use(record: Record, token: StoredToken) -> None:
    now = datetime.now(UTC)
    if token.used_at is not None and now - token.used_at < GRAIN:
        return
    # What only reads is answered even when nothing can be written.
    with suppress(RecordBusyError), record.transaction(Viewer(token.user_id)) as connection:
        note_used(connection, user_id=token.user_id, token_id=token.id, now=now)


def _scopes(token: StoredToken) -> frozenset[Scope]:
    said = {Scope.READ: token.may_read, Scope.LOG: token.may_log}
    return frozenset(scope for scope, holds in said.items() if holds)


def _text_of(key: SessionKey) -> str:
    # 48 bytes, so that nothing is left over to pad.
    return PREFIX + base64.urlsafe_b64encode(key.user_id.bytes + key.secret).decode()


def _key_of(text: str) -> SessionKey | None:
    try:
        raw = base64.b64decode(text.removeprefix(PREFIX), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if not text.startswith(PREFIX) or len(raw) != _ID_BYTES + SECRET_BYTES:
        return None
    return SessionKey(UUID(bytes=raw[:_ID_BYTES]), raw[_ID_BYTES:])
