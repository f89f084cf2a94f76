"""The table of permissions: whole, and saying what people were promised."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from bleedlog.models.permissions import (
    CLINIC_KINDS,
    Part,
    Permission,
    access_that_may,
    may,
    needed_to_add,
    staff_that_may,
)
from bleedlog.models.viewer import Emergency, Standing
from bleedlog.models.vocabulary import AccessRole, ActingAs, Kind, StaffRole

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OF_A_DIARY = {
    "look", "see_private_notes", "log", "change_own", "change_others", "record", "change_records",
    "adjudicate", "edit_profile", "download", "erase", "manage_carers", "manage_consent",
    "hand_over", "see_looks", "put_away", "make_tokens", "plan", "say_where",
}  # fmt: skip
OF_A_CLINIC = {
    "see_worklist", "see_left", "invite_patient", "break_glass", "manage_staff",
    "see_clinic_looks", "set_schedule",
}  # fmt: skip


def allowed(part: Part, *, for_child: bool = False) -> set[str]:
    return {one.value for one in Permission if may(part, one, for_child=for_child)}


def test_every_permission_is_decided_for_every_part() -> None:
    assert {one.value for one in Permission} == OF_A_DIARY | OF_A_CLINIC
    for permission in Permission:
        for part in Part:
            assert may(part, permission) in {True, False}, (permission, part)


def test_the_diary_is_the_persons() -> None:
    """All but what a clinic settles and recorded, and what only others have to do."""
    assert OF_A_DIARY - allowed(Part.PATIENT) == {
        "change_records",
        "adjudicate",
        "hand_over",
        "plan",
    }


def test_carers_do_what_they_were_let_and_no_more() -> None:
    assert allowed(Part.CARER_READ) == {"look"}
    assert allowed(Part.CARER_LOG) == {"look", "log", "change_own", "change_others"}
    beyond = {
        "record", "edit_profile", "download", "manage_carers", "manage_consent", "see_looks",
        "make_tokens", "say_where",
    }  # fmt: skip
    assert allowed(Part.CARER_MANAGE) == allowed(Part.CARER_LOG) | beyond


def test_a_parent_does_more_only_while_the_child_does_not_sign_in() -> None:
    more = allowed(Part.CARER_MANAGE, for_child=True) - allowed(Part.CARER_MANAGE)
    assert more == {"erase", "hand_over", "put_away"}
    for part in set(Part) - {Part.CARER_MANAGE}:
        assert allowed(part, for_child=True) == allowed(part)


def test_nobody_but_the_person_reads_a_private_note_on_a_page() -> None:
    """The console writes them into a file only when it is asked to, with a reason."""
    assert {part for part in Part if "see_private_notes" in allowed(part)} == {
        Part.PATIENT,
        Part.CONSOLE,
    }


def test_staff_of_a_clinic() -> None:
    assert allowed(Part.CLINICIAN) == {
        "look", "log", "change_own", "record", "adjudicate", "edit_profile",
        "see_worklist", "see_left", "invite_patient", "break_glass", "plan",
        "set_schedule",
    }  # fmt: skip
    assert allowed(Part.VIEWER) == {"look", "see_worklist", "see_left"}
    assert allowed(Part.ADMIN) == {"invite_patient", "manage_staff", "see_clinic_looks"}


def test_an_emergency_lets_look_and_nothing_else() -> None:
    assert allowed(Part.EMERGENCY) == {"look"}


@pytest.mark.parametrize(
    ("standing", "part"),
    [
        (Standing(ActingAs.PATIENT, AccessRole.PATIENT), Part.PATIENT),
        (Standing(ActingAs.CARER, AccessRole.CARER_READ), Part.CARER_READ),
        (Standing(ActingAs.CARER, AccessRole.CARER_LOG), Part.CARER_LOG),
        (Standing(ActingAs.CARER, AccessRole.CARER_MANAGE), Part.CARER_MANAGE),
        (Standing(ActingAs.CLINIC, staff=StaffRole.CLINICIAN), Part.CLINICIAN),
        (Standing(ActingAs.CLINIC, staff=StaffRole.VIEWER), Part.VIEWER),
        (Standing(ActingAs.CLINIC, staff=StaffRole.ADMIN), Part.ADMIN),
        (Standing(ActingAs.CONSOLE), Part.CONSOLE),
        (
            Standing(
                ActingAs.CLINIC,
                staff=StaffRole.CLINICIAN,
                emergency=Emergency(UUID(int=1), "Found unconscious.", NOON),
            ),
            Part.EMERGENCY,
        ),
    ],
)
def test_every_standing_is_a_part_of_the_table(standing: Standing, part: Part) -> None:
    assert standing.part is part
    assert standing.may(Permission.LOOK) is may(part, Permission.LOOK)


def test_roles_are_found_by_what_they_may() -> None:
    assert staff_that_may(Permission.LOOK) == {StaffRole.CLINICIAN, StaffRole.VIEWER}
    assert staff_that_may(Permission.BREAK_GLASS) == {StaffRole.CLINICIAN}
    assert access_that_may(Permission.LOOK) == set(AccessRole)
    assert access_that_may(Permission.ERASE) == {AccessRole.PATIENT}


def test_what_is_needed_to_add_an_entry_follows_from_its_kind() -> None:
    assert {needed_to_add(kind) for kind in Kind if kind not in CLINIC_KINDS} == {Permission.LOG}
    assert needed_to_add(Kind.FIX_ACTIVITY) is Permission.RECORD
    assert needed_to_add(Kind.GENE_THERAPY) is Permission.RECORD
    assert needed_to_add(Kind.ADJUDICATION) is Permission.ADJUDICATE
    assert needed_to_add(Kind.REVIEW) is Permission.ADJUDICATE
