"""Asking one browser to prove something, and taking its answer once.

A challenge is bound to the secret in the browser's cookie, and taken out of the record in a
transaction of its own before anybody looks at the answer: an answer that is sent twice, or from
another browser, meets none.
"""

from datetime import UTC, datetime, timedelta

from bleedlog.models.factor import ChallengePurpose
from bleedlog.services.record import Record
from bleedlog.services.sessions import hash_of
from bleedlog.storage.challenges import pop_challenge, put_challenge

LIVES = timedelta(minutes=5)
"""Long enough to find a finger, or to sign in at a provider."""


def keep_challenge(
    record: Record, *, browser: bytes, purpose: ChallengePurpose, asked: str
) -> None:
    """Note what the browser with that secret was asked."""
    now = datetime.now(UTC)
    with record.transaction() as connection:
        put_challenge(
            connection,
            browser_hash=hash_of(browser),
            purpose=purpose,
            asked=asked,
            now=now,
            expires_at=now + LIVES,
        )


def take_challenge(record: Record, *, browser: bytes, purpose: ChallengePurpose) -> str | None:
    """What the browser with that secret was asked, for good; None if nothing, or too long ago."""
    with record.transaction() as connection:
        return pop_challenge(
            connection, browser_hash=hash_of(browser), purpose=purpose, now=datetime.now(UTC)
        )
