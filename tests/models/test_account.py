"""What somebody signed in may open, and where they read a clock."""

from uuid import UUID

import pytest

from bleedlog.models.account import Account, ClinicWork, DiaryAccess
from bleedlog.models.permissions import Permission
from bleedlog.models.vocabulary import AccessRole, StaffRole

LEEDS, SAM = UUID(int=1), UUID(int=2)


def account(
    role: AccessRole | None = None, job: StaffRole | None = None, *, has_code_app: bool = False
) -> Account:
    """Somebody with that part in a diary of Madeira's time, and with that job in Leeds."""
    return Account(
        UUID(int=9),
        "Pat",
        "pat@example.org",
        (DiaryAccess(SAM, "Sam", role, "Atlantic/Madeira"),) if role else (),
        (ClinicWork(LEEDS, "Leeds", job, "Europe/Dublin"),) if job else (),
        has_code_app,
    )


@pytest.mark.parametrize(
    ("who", "zone"),
    [
        (account(AccessRole.PATIENT, StaffRole.CLINICIAN), "Atlantic/Madeira"),
        (account(AccessRole.CARER_READ), "Atlantic/Madeira"),
        (account(job=StaffRole.VIEWER), "Europe/Dublin"),
        (account(), "Europe/London"),
    ],
)
def test_clocks_are_read_where_one_lives_then_where_one_works(who: Account, zone: str) -> None:
    assert who.zone == zone


@pytest.mark.parametrize("job", StaffRole)
def test_staff_always_show_a_second_factor(job: StaffRole) -> None:
    assert account(job=job).needs_second_factor
    assert account(AccessRole.PATIENT, job).needs_second_factor


def test_others_show_one_when_they_chose_to() -> None:
    assert not account(AccessRole.PATIENT).needs_second_factor
    assert account(AccessRole.PATIENT, has_code_app=True).needs_second_factor


def test_a_carer_who_reads_neither_logs_nor_has_the_diary() -> None:
    (sam,) = account(AccessRole.CARER_READ).diaries

    assert sam.may(Permission.LOOK)
    assert not sam.may(Permission.LOG)
    assert not sam.is_own


def test_who_only_looks_at_work_settles_nothing_there() -> None:
    assert account(job=StaffRole.CLINICIAN).may_at_work(Permission.ADJUDICATE)
    assert not account(job=StaffRole.VIEWER).may_at_work(Permission.ADJUDICATE)
    assert not account(AccessRole.PATIENT).may_at_work(Permission.ADJUDICATE)
