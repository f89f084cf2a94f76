"""Ways into an account besides its password, ended where nobody knows who set them up.

Somebody can begin an account with an address that is not theirs, add a passkey, and wait until
whoever reads mail there has the password reset. Until an address was confirmed, all that opened the
account before a reset may be a stranger's. Codes of an app open nothing by themselves, and stay; so
does all of staff's: a mailbox alone must not take a second factor off.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.audit import Action
from bleedlog.storage.accounts import add_account_event
from bleedlog.storage.api_tokens import revoke_tokens
from bleedlog.storage.memberships import has_worked
from bleedlog.storage.passkeys import remove_passkeys
from bleedlog.storage.provider_identities import remove_all_identities


def end_other_ways_in(connection: Connection, *, user_id: UUID, now: datetime) -> bool:
    """End passkeys, providers and tokens in the caller's transaction; whether any were."""
    if has_worked(connection, user_id):
        return False
    ended = {
        "passkey": remove_passkeys(connection, user_id),
        "provider": remove_all_identities(connection, user_id=user_id),
        "token": revoke_tokens(connection, user_id=user_id, now=now),
    }
    for what in (one for one, held in ended.items() if held):
        add_account_event(
            connection,
            user_id=user_id,
            action=Action.WITHDREW,
            now=now,
            by_user=user_id,
            detail=what,
        )
    return any(ended.values())
