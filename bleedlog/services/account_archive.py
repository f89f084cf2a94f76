"""What is kept of somebody's account, for the archive that they take along: no secret, no hash."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.storage.accounts import get_user, list_account_events
from bleedlog.storage.api_tokens import list_tokens
from bleedlog.storage.factors import count_recovery_codes, find_app
from bleedlog.storage.passkeys import list_passkeys
from bleedlog.storage.provider_identities import list_identities
from bleedlog.storage.sessions import list_sessions

ACCOUNT: Final = ("name", "email", "email_confirmed_at", "created_at")
DEVICE: Final = (
    "device", "created_at", "seen_at", "kept", "signed_in_by", "second_factor_at",
)  # fmt: skip
PASSKEY: Final = ("name", "created_at", "used_at")
KEY: Final = ("name", "may_read", "may_log", "created_at", "used_at", "patient_name")
PROVIDER: Final = ("issuer", "subject", "linked_at")
EVENT: Final = ("at", "action", "user_name", "clinic_name", "detail", "reason")


def account_told(connection: Connection, user_id: UUID) -> dict[str, Any]:
    """Everything of an account that says something about whoever has it."""
    app = find_app(connection, user_id)
    return {
        "account": said_of(get_user(connection, user_id), ACCOUNT),
        "code_app_since": app.confirmed_at if app else None,
        "recovery_codes_left": count_recovery_codes(connection, user_id),
        "passkeys": [said_of(one, PASSKEY) for one in list_passkeys(connection, user_id)],
        "sign_in_elsewhere": [
            said_of(one, PROVIDER) for one in list_identities(connection, user_id)
        ],
        "devices": [said_of(one, DEVICE) for one in list_sessions(connection, user_id)],
        "keys_for_programs": [said_of(one, KEY) for one in list_tokens(connection, user_id)],
        "events": [said_of(one, EVENT) for one in list_account_events(connection, user_id)],
    }


def said_of(row: Any, names: tuple[str, ...]) -> Mapping[str, Any]:
    """Those columns of a row that say something."""
    found = {name: getattr(row, name, None) for name in names}
    return {name: value for name, value in found.items() if value is not None}
