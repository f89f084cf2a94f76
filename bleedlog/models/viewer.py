"""Who acts or looks: every service takes one as `by`, every query of a diary as `viewer`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bleedlog.models.permissions import PART_OF_ACCESS, PART_OF_STAFF, Part, Permission, may
from bleedlog.models.vocabulary import AccessRole, ActingAs, StaffRole


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody signed in, or the console (no user, always a reason)."""

    user_id: UUID | None
    reason: str | None = None
    as_program: bool = False
    """Whether a program acts with their token: never with what they may do as a clinic's staff."""

    @property
    def is_console(self) -> bool:
        """Whether this is the command line, which is audited and shown to the patient."""
        return self.user_id is None


def console(reason: str) -> Viewer:
    """The command line, with the reason that it must give.

    Raises:
        ValueError: without a reason.
    """
    if not reason.strip():
        message = "the console needs a reason to touch a diary"
        raise ValueError(message)
    return Viewer(user_id=None, reason=reason.strip())


@dataclass(frozen=True, slots=True)
class Emergency:
    """A look without the person's leave, while it lasts."""

    look_id: UUID
    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """In which part a viewer stands to one patient, and so what they may do there."""

    acting_as: ActingAs
    access: AccessRole | None = None
    staff: StaffRole | None = None
    clinic_id: UUID | None = None
    emergency: Emergency | None = None
    for_child: bool = False
    """Whether nobody signs in as the patient themselves."""

    @property
    def part(self) -> Part:
        """The column of the table of permissions."""
        if self.emergency is not None:
            return Part.EMERGENCY
        if self.access is not None:
            return PART_OF_ACCESS[self.access]
        return Part.CONSOLE if self.staff is None else PART_OF_STAFF[self.staff]

    def may(self, permission: Permission) -> bool:
        """Whether they may do that."""
        return may(self.part, permission, for_child=self.for_child)
