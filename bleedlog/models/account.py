"""Somebody signed in, as every page needs them: who they are and what they may open."""

from dataclasses import dataclass
from uuid import UUID

from bleedlog.models.moment import DEFAULT_ZONE
from bleedlog.models.permissions import PART_OF_ACCESS, PART_OF_STAFF, Permission, may
from bleedlog.models.vocabulary import AccessRole, StaffRole


@dataclass(frozen=True, slots=True)
class DiaryAccess:
    """A diary that a user may open, their own or somebody's whom they care for."""

    patient_id: UUID
    name: str
    role: AccessRole
    zone: str
    """The patient's time zone: what "today" means in this diary."""

    @property
    def is_own(self) -> bool:
        """Whether it is the user's own diary."""
        return self.role is AccessRole.PATIENT

    def may(self, permission: Permission) -> bool:
        """Whether the user may do that with the diary: for links; services ask again."""
        return may(PART_OF_ACCESS[self.role], permission)


@dataclass(frozen=True, slots=True)
class ClinicWork:
    """A clinic that a user works at."""

    clinic_id: UUID
    name: str
    role: StaffRole
    zone: str
    """The clinic's time zone, in which its staff read when something was."""

    def may(self, permission: Permission) -> bool:
        """Whether the user may do that there: for links; services ask again."""
        return may(PART_OF_STAFF[self.role], permission)


@dataclass(frozen=True, slots=True)
class Account:
    """A user with the diaries and clinics that they may open now."""

    user_id: UUID
    name: str
    email: str
    diaries: tuple[DiaryAccess, ...] = ()
    """The own diary first, then by name."""
    clinics: tuple[ClinicWork, ...] = ()
    """By name."""
    has_code_app: bool = False
    """Whether an app that makes codes was set up, and so is asked for."""

    @property
    def zone(self) -> str:
        """Where they read a clock: their own place, a diary's that they keep, their clinic's."""
        places: tuple[DiaryAccess | ClinicWork, ...] = (*self.diaries, *self.clinics)
        return places[0].zone if places else DEFAULT_ZONE

    @property
    def is_staff(self) -> bool:
        """Whether they work at a clinic."""
        return bool(self.clinics)

    def may_at_work(self, permission: Permission) -> bool:
        """Whether they may do that at a clinic of theirs."""
        return any(clinic.may(permission) for clinic in self.clinics)

    @property
    def needs_second_factor(self) -> bool:
        """Whether a password alone opens nothing: staff always, others who chose it."""
        return self.is_staff or self.has_code_app
