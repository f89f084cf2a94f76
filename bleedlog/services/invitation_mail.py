"""How many invitations somebody has mailed for them: nobody fills strangers' mailboxes by us."""

from datetime import UTC, datetime

from bleedlog.models.viewer import Viewer
from bleedlog.services.record import Record
from bleedlog.services.throttle import Guessed, Throttle


def may_mail_invitation(record: Record, *, by: Viewer, secret_key: str) -> bool:
    """Whether one more is mailed now; counted. The link itself is good either way.

    Raises:
        ValueError: for the console, which prints links.
    """
    if by.user_id is None:
        message = "the console mails no invitations"
        raise ValueError(message)
    throttle = Throttle(
        secret_key=secret_key,
        email=by.user_id.hex,
        address="",
        known_device="",
        guessed=Guessed.INVITATION,
    )
    with record.transaction(by) as connection:
        return throttle.admit(connection, datetime.now(UTC)) is None
