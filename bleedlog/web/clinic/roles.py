"""Which of their clinics somebody may do something for, and what staff do there, in words."""

from collections.abc import Mapping

from flask import abort, request

from bleedlog.models.account import ClinicWork
from bleedlog.models.permissions import Permission
from bleedlog.models.vocabulary import StaffRole
from bleedlog.web.current import current_account

WHAT_THEY_DO: Mapping[StaffRole, str] = {
    StaffRole.CLINICIAN: "Sees patients and writes",
    StaffRole.VIEWER: "Sees patients, writes nothing",
    StaffRole.ADMIN: "Runs this list, sees no diaries",
}

ROLE_CHOICES = {
    StaffRole.CLINICIAN.value: "See patients and write",
    StaffRole.VIEWER.value: "See patients, write nothing",
    StaffRole.ADMIN.value: "Run the list of staff, see no diaries",
}


def clinics_for(permission: Permission) -> list[ClinicWork]:
    """The clinics of whoever is signed in for which they may do that, by name."""
    return [work for work in current_account().clinics if work.may(permission)]


def clinic_for(permission: Permission) -> ClinicWork:
    """The clinic that the request is about: `clinic` of the form or the URL, else the first.

    One for which they may not do that answers as one that does not exist.
    """
    clinics = clinics_for(permission)
    asked = request.form.get("clinic") or request.args.get("clinic")
    found = [work for work in clinics if str(work.clinic_id) == asked] if asked else clinics
    return found[0] if found else abort(404)
