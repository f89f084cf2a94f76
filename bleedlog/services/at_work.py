"""What somebody may do for a clinic because they work there."""

from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.permissions import PART_OF_STAFF, Permission, may
from bleedlog.models.viewer import Viewer
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.storage.memberships import find_role


def get_worker(connection: Connection, by: Viewer, clinic_id: UUID, permission: Permission) -> UUID:
    """The user's id, if they may do that at the clinic now.

    Raises:
        NoSuchDiaryError: if they may not, or there is no such clinic: not told apart.
    """
    if by.user_id is None:
        raise NoSuchDiaryError
    role = find_role(connection, clinic_id=clinic_id, user_id=by.user_id)
    if role is None or not may(PART_OF_STAFF[role], permission):
        raise NoSuchDiaryError
    return by.user_id
