"""Who may do what: one table. Every service asks it; nobody decides by a role.

Read a row as a question ("may they look at the diary?") and a column as a person. `yes` and `-` are
answers; `child` is yes while the person whose diary it is does not sign in themselves.
"""

from collections.abc import Mapping
from enum import StrEnum

from bleedlog.models.vocabulary import AccessRole, Kind, StaffRole


class Part(StrEnum):
    """In which part somebody acts: the columns."""

    PATIENT = "patient"
    CARER_READ = "carer_read"
    CARER_LOG = "carer_log"
    CARER_MANAGE = "carer_manage"
    CLINICIAN = "clinician"
    """Of a clinic that the person lets look."""
    VIEWER = "viewer"
    """Staff who read and do not write."""
    ADMIN = "admin"
    """Runs a clinic's list of staff, and is no clinician: has no need of diaries."""
    EMERGENCY = "emergency"
    """A clinician without the person's leave, for an hour, with a reason."""
    CONSOLE = "console"
    """The command line of whoever runs the server: gives a reason, is shown to the person."""


class Permission(StrEnum):
    """What may be done: the rows."""

    # With one diary.
    LOOK = "look"
    SEE_PRIVATE_NOTES = "see_private_notes"
    LOG = "log"
    """Add what happened: bleeds, bruises, pain, doses, days without bleeds."""
    CHANGE_OWN = "change_own"
    """Change, take out, bring back what they entered, or what their clinic did."""
    CHANGE_OTHERS = "change_others"
    """The same with what somebody else entered, a clinic's records aside."""
    RECORD = "record"
    """Add results, treatments, scores."""
    CHANGE_RECORDS = "change_records"
    """Change results and treatments that a clinic recorded, of which they are not."""
    ADJUDICATE = "adjudicate"
    """Settle whether an entry is a bleed; note that it was reviewed together."""
    EDIT_PROFILE = "edit_profile"
    """Correct who the person is: name, birth, numbers, severity, usual dose."""
    SAY_WHERE = "say_where"
    """Say which centre treats them, and in which time zone they live."""
    DOWNLOAD = "download"
    """Take everything along."""
    ERASE = "erase"
    MANAGE_CARERS = "manage_carers"
    """Invite who helps, change what they may do, end it."""
    MANAGE_CONSENT = "manage_consent"
    """Say which clinics may look."""
    HAND_OVER = "hand_over"
    """Give a diary to the person whose it is, once they are 16."""
    SEE_LOOKS = "see_looks"
    """See who looked."""
    PUT_AWAY = "put_away"
    """Put away the note that somebody looked in an emergency."""
    MAKE_TOKENS = "make_tokens"
    PLAN = "plan"
    """Confirm when a test is due, and whether somebody is at risk."""
    # At a clinic.
    SEE_WORKLIST = "see_worklist"
    SEE_LEFT = "see_left"
    """See what the clinic itself recorded of people who stopped sharing."""
    INVITE_PATIENT = "invite_patient"
    BREAK_GLASS = "break_glass"
    """Look in an emergency at the diary of somebody who does not share it."""
    MANAGE_STAFF = "manage_staff"
    SET_SCHEDULE = "set_schedule"
    """Say how often the clinic wants which test after gene therapy."""
    SEE_CLINIC_LOOKS = "see_clinic_looks"
    """See at which diaries the clinic's staff looked."""


_COLUMNS = (
    Part.PATIENT, Part.CARER_READ, Part.CARER_LOG, Part.CARER_MANAGE,
    Part.CLINICIAN, Part.VIEWER, Part.ADMIN, Part.EMERGENCY, Part.CONSOLE,
)  # fmt: skip
_ANSWERS = frozenset({"yes", "child", "-"})

#                                  the     -- a carer who --   - a clinic's staff -  emer-
#                                  person  read  log   manage  clin.   view  admin  gency  console
_TABLE: Mapping[Permission, str] = {
    Permission.LOOK:              "yes     yes   yes   yes     yes     yes   -      yes    yes",
    Permission.SEE_PRIVATE_NOTES: "yes     -     -     -       -       -     -      -      yes",
    Permission.LOG:               "yes     -     yes   yes     yes     -     -      -      yes",
    Permission.CHANGE_OWN:        "yes     -     yes   yes     yes     -     -      -      yes",
    Permission.CHANGE_OTHERS:     "yes     -     yes   yes     -       -     -      -      yes",
    Permission.RECORD:            "yes     -     -     yes     yes     -     -      -      yes",
    Permission.CHANGE_RECORDS:    "-       -     -     -       -       -     -      -      yes",
    Permission.ADJUDICATE:        "-       -     -     -       yes     -     -      -      yes",
    Permission.EDIT_PROFILE:      "yes     -     -     yes     yes     -     -      -      yes",
    Permission.SAY_WHERE:         "yes     -     -     yes     -       -     -      -      yes",
    Permission.DOWNLOAD:          "yes     -     -     yes     -       -     -      -      yes",
    Permission.ERASE:             "yes     -     -     child   -       -     -      -      yes",
    Permission.MANAGE_CARERS:     "yes     -     -     yes     -       -     -      -      yes",
    Permission.MANAGE_CONSENT:    "yes     -     -     yes     -       -     -      -      yes",
    Permission.HAND_OVER:         "-       -     -     child   -       -     -      -      -",
    Permission.SEE_LOOKS:         "yes     -     -     yes     -       -     -      -      yes",
    Permission.PUT_AWAY:          "yes     -     -     child   -       -     -      -      -",
    Permission.MAKE_TOKENS:       "yes     -     -     yes     -       -     -      -      yes",
    Permission.PLAN:              "-       -     -     -       yes     -     -      -      -",
    Permission.SEE_WORKLIST:      "-       -     -     -       yes     yes   -      -      -",
    Permission.SEE_LEFT:          "-       -     -     -       yes     yes   -      -      -",
    Permission.INVITE_PATIENT:    "-       -     -     -       yes     -     yes    -      yes",
    Permission.BREAK_GLASS:       "-       -     -     -       yes     -     -      -      -",
    Permission.MANAGE_STAFF:      "-       -     -     -       -       -     yes    -      yes",
    Permission.SET_SCHEDULE:      "-       -     -     -       yes     -     -      -      -",
    Permission.SEE_CLINIC_LOOKS:  "-       -     -     -       -       -     yes    -      yes",
}  # fmt: skip
"""In the order of `_COLUMNS`."""

PART_OF_ACCESS: Mapping[AccessRole, Part] = {
    AccessRole.PATIENT: Part.PATIENT,
    AccessRole.CARER_READ: Part.CARER_READ,
    AccessRole.CARER_LOG: Part.CARER_LOG,
    AccessRole.CARER_MANAGE: Part.CARER_MANAGE,
}
PART_OF_STAFF: Mapping[StaffRole, Part] = {
    StaffRole.CLINICIAN: Part.CLINICIAN,
    StaffRole.VIEWER: Part.VIEWER,
    StaffRole.ADMIN: Part.ADMIN,
}


def _decided() -> dict[Permission, dict[Part, str]]:
    decided = {
        permission: dict(zip(_COLUMNS, row.split(), strict=True))
        for permission, row in _TABLE.items()
    }
    unclear = {answer for row in decided.values() for answer in row.values()} - _ANSWERS
    if unclear or set(decided) != set(Permission) or set(_COLUMNS) != set(Part):
        message = f"the table of permissions is not whole: {unclear or 'a row or a column'}"
        raise ValueError(message)
    return decided


_DECIDED = _decided()


def may(part: Part, permission: Permission, *, for_child: bool = False) -> bool:
    """Whether the table says yes; `for_child`: nobody signs in as the person themselves."""
    answer = _DECIDED[permission][part]
    return answer == "yes" or (answer == "child" and for_child)


def access_that_may(permission: Permission) -> frozenset[AccessRole]:
    """The people's roles to whom the table says yes without a condition."""
    return frozenset(role for role, part in PART_OF_ACCESS.items() if may(part, permission))


def staff_that_may(permission: Permission) -> frozenset[StaffRole]:
    """The staff's roles to whom the table says yes."""
    return frozenset(role for role, part in PART_OF_STAFF.items() if may(part, permission))


CLINIC_KINDS = frozenset(Kind) - {
    Kind.BLEED, Kind.BRUISE, Kind.JOINT_PAIN, Kind.INFUSION,
    Kind.CHECK_IN, Kind.OBSERVED, Kind.BLEED_COUNT,
}  # fmt: skip
"""Results, treatments and what a clinic settles: the rest is what a person's days were like."""


def needed_to_add(kind: Kind) -> Permission:
    """What somebody must be allowed to, to add an entry of that kind."""
    if kind in {Kind.ADJUDICATION, Kind.REVIEW}:
        return Permission.ADJUDICATE
    return Permission.RECORD if kind in CLINIC_KINDS else Permission.LOG
