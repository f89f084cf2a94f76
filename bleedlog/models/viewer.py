"""Who acts or looks: every service takes one as `by`, every query of a diary as `viewer`."""

from dataclasses import dataclass
from uuid import UUID

from bleedlog.models.vocabulary import AccessRole, ActingAs, StaffRole


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody signed in, or the console (no user, always a reason)."""

    user_id: UUID | None
    reason: str | None = None

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
class Standing:
    """In which part a viewer stands to one patient, and so what they may do there."""

    acting_as: ActingAs
    access: AccessRole | None = None
    staff: StaffRole | None = None
    clinic_id: UUID | None = None

    @property
    def may_log(self) -> bool:
        """Whether they may write diary entries (bleeds, infusions, check-ins)."""
        if self.acting_as is ActingAs.CONSOLE:
            return True
        if self.access is not None:
            return self.access is not AccessRole.CARER_READ
        return self.staff is StaffRole.CLINICIAN
