"""Passwords: kept as argon2id hashes, checked in the same time whether or not there is one."""

import base64
import secrets
import unicodedata
from functools import cache
from importlib import resources

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

SHORTEST = 12
LONGEST = 256

# 46 MiB and two passes: about a tenth of a second on a small server of two cores, where more
# would let a burst of sign-ins crowd out everybody's diary. (OWASP's least: 19 MiB, two passes.)
_hasher = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)


def _nobodys_hash() -> str:
    # The hash of no password at all, so that an unknown login costs what a known one does.
    salt, digest = (
        base64.b64encode(secrets.token_bytes(length)).rstrip(b"=").decode()
        for length in (_hasher.salt_len, _hasher.hash_len)
    )
    costs = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"


_NOBODY = _nobodys_hash()


def _same_letters(password: str) -> str:
    # Keyboards differ in how they send an accented letter.
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    return _hasher.hash(_same_letters(password))


def is_password(password_hash: str | None, password: str) -> bool:
    """Whether that is the password; takes the same time when there is no hash to check."""
    try:
        return _hasher.verify(password_hash or _NOBODY, _same_letters(password))
    except VerifyMismatchError:
        return False


def needs_new_hash(password_hash: str) -> bool:
    """Whether the hash was made when hashing cost less than today."""
    return _hasher.check_needs_rehash(password_hash)


@cache
def _often_used() -> frozenset[str]:
    text = resources.files("bleedlog.services").joinpath("often_used_passwords.txt")
    return frozenset(text.read_text(encoding="utf-8").split())


def faults_of_password(password: str, *, email: str, name: str) -> list[str]:
    """What speaks against a new password, one sentence a fault; empty if nothing does.

    Length and a list of passwords that are tried first, no rules about digits or signs
    (NIST SP 800-63B, 5.1.1.2).
    """
    plain = _same_letters(password).casefold()
    if len(plain) < SHORTEST:
        return [f"Use {SHORTEST} characters or more. Three or four words are easy to remember."]
    if len(plain) > LONGEST:
        return [f"Use {LONGEST} characters or fewer."]
    own = {email.casefold(), name.casefold(), name.casefold().replace(" ", "")}
    if plain in own:
        return ["Use something other than your name or email address."]
    if plain.replace(" ", "") in _often_used() or len(set(plain)) < 4:
        return ["Many people use this password, so it is easy to guess. Choose another."]
    return []
