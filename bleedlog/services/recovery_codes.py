"""Recovery codes: on paper, for when the app is gone. Shown once, kept as hashes, used once."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.audit import Action
from bleedlog.models.viewer import Viewer
from bleedlog.services.accounts import Place, Refused, Throttled
from bleedlog.services.codes import ALPHABET, hash_of_code, in_groups
from bleedlog.services.proof import Proven, prove_again
from bleedlog.services.record import Record
from bleedlog.services.sealing import Sealed, seal, unseal
from bleedlog.services.second_factors import RECOVERY
from bleedlog.services.sessions import SessionKey
from bleedlog.storage.accounts import add_account_event
from bleedlog.storage.factors import put_recovery_codes

CODES = 10
LENGTH = 16
"""Of five bits each: 80 bits."""
PAGE_LIFE = timedelta(hours=1)
"""How long the page that shows them can give them as a file, too."""


@dataclass(frozen=True, slots=True)
class NewCodes:
    """Codes that nobody has seen yet."""

    codes: tuple[str, ...]
    """Such as `k7qm-2x9d-5tfw-0hje`."""
    sealed: str
    """The same for `read_codes`."""


def make_codes(
    connection: Connection, *, user_id: UUID, secret_key: str, now: datetime
) -> NewCodes:
    """New codes in place of all that are left, in the caller's transaction."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(CODES)]
    hashes = [hash_of_code(code) for code in codes]
    put_recovery_codes(connection, user_id=user_id, code_hashes=hashes, now=now)
    shown = tuple(in_groups(code) for code in codes)
    sealed = seal(
        " ".join(shown), purpose=Sealed.RECOVERY_CODES, holder=user_id, secret_key=secret_key
    )
    return NewCodes(shown, sealed)


def read_codes(sealed: str, *, user_id: UUID, secret_key: str) -> tuple[str, ...] | None:
    """The codes that a page sent back, or None if it is too old or somebody else's."""
    text = unseal(
        sealed,
        purpose=Sealed.RECOVERY_CODES,
        holder=user_id,
        secret_key=secret_key,
        within=PAGE_LIFE,
    )
    return tuple(text.split()) if text else None


def remake_codes(
    record: Record, *, key: SessionKey, password: str, place: Place, secret_key: str
) -> NewCodes | Refused | Throttled:
    """New codes in place of all that are left, for somebody who proves once more who they are."""
    now = datetime.now(UTC)
    proven = prove_again(
        record, key=key, password=password, place=place, secret_key=secret_key, now=now
    )
    if not isinstance(proven, Proven):
        return proven
    with record.transaction(Viewer(key.user_id)) as connection:
        made = make_codes(connection, user_id=key.user_id, secret_key=secret_key, now=now)
        add_account_event(
            connection,
            user_id=key.user_id,
            action=Action.CHANGED,
            now=now,
            by_user=key.user_id,
            detail=RECOVERY,
        )
    return made
