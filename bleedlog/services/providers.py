"""Signing in at an OpenID Connect provider, and connecting an account with somebody's there.

An identity opens an account only after whoever is signed in to that account connected it, having
proved once more who they are. No email address connects anything, not even one that the provider
calls verified: whoever can have an address written into a token could take an account over.
"""

import hmac
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from uuid import UUID

from bleedlog.models.audit import Action
from bleedlog.models.factor import ChallengePurpose
from bleedlog.models.viewer import Viewer
from bleedlog.outbound.openid import (
    Identity,
    OpenIDProvider,
    ProviderAnswerError,
    ProviderAwayError,
    Question,
)
from bleedlog.services.accounts import Place, Refused, SignedIn, Throttled, open_account
from bleedlog.services.challenges import keep_challenge, take_challenge
from bleedlog.services.proof import Proven, prove_again
from bleedlog.services.record import Record
from bleedlog.services.sessions import SessionKey
from bleedlog.storage.accounts import add_account_event, find_login_of
from bleedlog.storage.provider_identities import (
    add_identity,
    find_linked_user,
    list_identities,
    remove_identities,
)
from bleedlog.storage.sessions import end_session, find_session

PROVIDER = "provider"
"""What events say that they are about."""
LONGEST_ONWARD = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser was sent to the provider for."""

    question: Question
    onward: str
    keep: bool
    connects: UUID | None
    """The account with which to connect whoever comes back; None to sign in."""

    def written(self) -> str:
        """As the record keeps it."""
        told = asdict(self) | {"connects": str(self.connects) if self.connects else None}
        return json.dumps(told)

    @classmethod
    def read(cls, text: str) -> "Asked":
        """What `written` gave."""
        told = json.loads(text)
        connects = UUID(told["connects"]) if told["connects"] else None
        return cls(Question(**told["question"]), told["onward"], told["keep"], connects)


@dataclass(frozen=True, slots=True)
class CameBack:
    """Somebody is in, and goes on to `onward` (to be checked as any path from outside)."""

    signed_in: SignedIn
    onward: str


@dataclass(frozen=True, slots=True)
class Connected:
    """The identity opens the account from now on."""


@dataclass(frozen=True, slots=True)
class Unconnected:
    """The provider knows them, and no account here is connected with that."""


@dataclass(frozen=True, slots=True)
class TakenIdentity:
    """Another account is connected with that identity."""


@dataclass(frozen=True, slots=True)
class ProviderAway:
    """The provider cannot be reached now."""


Outcome = CameBack | Connected | Unconnected | TakenIdentity | ProviderAway | Refused


def begin_at_provider(
    record: Record, *, provider: OpenIDProvider, browser: bytes, onward: str, keep: bool
) -> str | ProviderAway:
    """Where to send the browser with that secret so that somebody signs in."""
    asked = Asked(provider.new_question(), onward[:LONGEST_ONWARD], keep, None)
    return _begin(record, provider, browser, asked)


def begin_connecting(
    record: Record,
    *,
    provider: OpenIDProvider,
    key: SessionKey,
    password: str,
    place: Place,
    secret_key: str,
) -> str | ProviderAway | Refused | Throttled:
    """Where to send whoever is signed in, and proves it once more, to connect their account."""
    now = datetime.now(UTC)
    proven = prove_again(
        record, key=key, password=password, place=place, secret_key=secret_key, now=now
    )
    if not isinstance(proven, Proven):
        return proven
    asked = Asked(provider.new_question(), "", keep=False, connects=key.user_id)
    return _begin(record, provider, key.secret, asked)


def _begin(
    record: Record, provider: OpenIDProvider, browser: bytes, asked: Asked
) -> str | ProviderAway:
    try:
        address = provider.address_for(asked.question)
    except ProviderAwayError:
        return ProviderAway()
    keep_challenge(
        record,
        browser=browser,
        purpose=ChallengePurpose.PROVIDER_SIGN_IN,
        asked=asked.written(),
    )
    return address


def come_back(
    record: Record,
    *,
    provider: OpenIDProvider,
    browser: bytes,
    key: SessionKey | None,
    state: str,
    code: str,
    place: Place,
) -> Outcome:
    """Take what a browser brought back from the provider, once, for what it was sent.

    `key`: of the session that the browser holds, if anybody is signed in there.
    """
    text = take_challenge(record, browser=browser, purpose=ChallengePurpose.PROVIDER_SIGN_IN)
    if text is None:
        return Refused()
    asked = Asked.read(text)
    if not code or not hmac.compare_digest(asked.question.state.encode(), state.encode()):
        return Refused()
    try:
        identity = provider.identity(code=code, question=asked.question)
    except ProviderAwayError:
        return ProviderAway()
    except ProviderAnswerError:
        return Refused()
    if asked.connects is not None:
        return _connect(record, key, asked.connects, identity)
    trusted = bool(identity.factors & provider.settings.trusted_factors)
    return _sign_in(record, identity, asked, trusted=trusted, place=place, replaces=key)


def _connect(
    record: Record, key: SessionKey | None, user_id: UUID, identity: Identity
) -> Connected | TakenIdentity | Refused:
    if key is None or key.user_id != user_id:
        return Refused()
    now = datetime.now(UTC)
    with record.transaction(Viewer(user_id)) as connection:
        if find_session(connection, user_id, key.secret_hash) is None:
            return Refused()
        known = find_linked_user(connection, issuer=identity.issuer, subject=identity.subject)
        if known is not None:
            return Connected() if known == user_id else TakenIdentity()
        add_identity(
            connection,
            issuer=identity.issuer,
            subject=identity.subject,
            user_id=user_id,
            now=now,
        )
        add_account_event(
            connection,
            user_id=user_id,
            action=Action.CHANGED,
            now=now,
            by_user=user_id,
            detail=PROVIDER,
        )
    return Connected()


def _sign_in(
    record: Record,
    identity: Identity,
    asked: Asked,
    *,
    trusted: bool,
    place: Place,
    replaces: SessionKey | None,
) -> CameBack | Unconnected | Refused:
    now = datetime.now(UTC)
    with record.reading() as connection:
        user_id = find_linked_user(connection, issuer=identity.issuer, subject=identity.subject)
    if user_id is None:
        return Unconnected()
    with record.transaction(Viewer(user_id)) as connection:
        login = find_login_of(connection, user_id)
        if login is None or login.disabled:
            return Refused()
        if replaces is not None:
            end_session(connection, user_id=replaces.user_id, secret_hash=replaces.secret_hash)
        signed_in = open_account(
            connection,
            user_id,
            keep=asked.keep,
            place=place,
            now=now,
            how=PROVIDER,
            second_factor_at=now if trusted else None,
        )
    return CameBack(signed_in, asked.onward) if isinstance(signed_in, SignedIn) else Refused()


def connected_since(record: Record, *, user_id: UUID, issuer: str) -> datetime | None:
    """Since when the user's account is connected with that provider, or None."""
    with record.reading(Viewer(user_id)) as connection:
        found = [row for row in list_identities(connection, user_id) if row.issuer == issuer]
    return found[0].linked_at if found else None


def disconnect(
    record: Record,
    *,
    key: SessionKey,
    issuer: str,
    password: str,
    place: Place,
    secret_key: str,
) -> Proven | Refused | Throttled:
    """Let the provider open the account no more, for somebody who proves who they are."""
    now = datetime.now(UTC)
    proven = prove_again(
        record, key=key, password=password, place=place, secret_key=secret_key, now=now
    )
    if not isinstance(proven, Proven):
        return proven
    user_id = key.user_id
    with record.transaction(Viewer(user_id)) as connection:
        if remove_identities(connection, user_id=user_id, issuer=issuer):
            add_account_event(
                connection,
                user_id=user_id,
                action=Action.WITHDREW,
                now=now,
                by_user=user_id,
                detail=PROVIDER,
            )
    return proven
