"""What browsers were asked to prove: each kept for one browser, for minutes, and taken out once."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete

from bleedlog.models.factor import Challenge, ChallengePurpose
from bleedlog.storage.upserts import RacingInsert

_challenge = Challenge.__table__  # type: ignore[attr-defined]

_PUT = RacingInsert(
    _challenge,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["browser_hash", "purpose"],
        set_={name: insert.excluded[name] for name in ("asked", "expires_at")},
    ),
)
_DROP_STALE = delete(_challenge).where(_challenge.c.expires_at < bindparam("now"))
_POP = (
    delete(_challenge)
    .where(
        _challenge.c.browser_hash == bindparam("of_browser"),
        _challenge.c.purpose == bindparam("of_purpose"),
    )
    .returning(_challenge.c.asked, _challenge.c.expires_at)
)


def put_challenge(
    connection: Connection,
    *,
    browser_hash: str,
    purpose: ChallengePurpose,
    asked: str,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Keep what a browser was asked, in place of what it was asked before for that purpose."""
    connection.execute(_DROP_STALE, {"now": now})
    _PUT.run(
        connection,
        {
            "browser_hash": browser_hash,
            "purpose": purpose,
            "asked": asked,
            "expires_at": expires_at,
        },
    )


def pop_challenge(
    connection: Connection, *, browser_hash: str, purpose: ChallengePurpose, now: datetime
) -> str | None:
    """Take out what the browser was asked; None if it was asked nothing, or too long ago."""
    keys = {"of_browser": browser_hash, "of_purpose": purpose}
    row = connection.execute(_POP, keys).first()
    return row.asked if row is not None and row.expires_at >= now else None
