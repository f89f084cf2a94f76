"""Secrets that the record must give back are kept encrypted with the server's key.

A sealed text opens only for what it was sealed for, and only for whose it is: a row or a field that
is copied to somebody else is worth nothing there.
"""

import base64
import binascii
import secrets
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Protocol
from uuid import UUID

NONCE_BYTES = 12
TIME_BYTES = 8


class Sealed(StrEnum):
    """What a text was sealed for."""

    CODE_APP = "code app"
    """The secret of an app that makes codes, in the record."""
    OFFER = "offer"
    """Such a secret in the page that offers it, until its first code is shown."""
    RECOVERY_CODES = "recovery codes"
    """Codes in the page that shows them, so that they can be saved as a file."""


def seal(text: str, *, purpose: Sealed, holder: UUID, secret_key: str) -> str:
    """Encrypt a text (AES-256-GCM), with the time; gives letters, digits, `-` and `_`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    now = int(datetime.now(UTC).timestamp()).to_bytes(TIME_BYTES)
    sealed = _cipher(secret_key).encrypt(nonce, now + text.encode(), _bound_to(purpose, holder))
    return base64.urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()


def unseal(
    sealed: str,
    *,
    purpose: Sealed,
    holder: UUID,
    secret_key: str,
    within: timedelta | None = None,
) -> str | None:
    """The text that was sealed so, or None: for something or somebody else, altered, or too old.

    `within`: how long ago it may have been sealed; None for any time.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as below

    try:
        raw = base64.b64decode(sealed + "=" * (-len(sealed) % 4), altchars=b"-_", validate=True)
        nonce, body = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
        opened = _cipher(secret_key).decrypt(nonce, body, _bound_to(purpose, holder))
    except (binascii.Error, ValueError, InvalidTag):
        return None
    sealed_at = datetime.fromtimestamp(int.from_bytes(opened[:TIME_BYTES]), UTC)
    if within is not None and datetime.now(UTC) - sealed_at > within:
        return None
    return opened[TIME_BYTES:].decode()


def _bound_to(purpose: Sealed, holder: UUID) -> bytes:
    return purpose.encode() + b"\x00" + holder.bytes


class _Cipher(Protocol):
    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...


@cache
def _cipher(secret_key: str) -> _Cipher:
    # Loaded by whoever seals something: a worker that shows a diary does without.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    derived = HKDF(SHA256(), length=32, salt=None, info=b"bleedlog sealing 1")
    return AESGCM(derived.derive(secret_key.encode()))
