"""On every page of somebody whose diary is open in an emergency: until when, and how to end it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import request

from bleedlog.models.permissions import Permission
from bleedlog.services.emergency import find_own_look
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.emergency import until_words
from bleedlog.web.current import current_account, current_record, current_viewer


@dataclass(frozen=True, slots=True)
class LookShown:
    """A look that runs, as the layout says it."""

    patient_id: UUID
    until: str


@blueprint.app_context_processor
def _running_look() -> dict[str, Callable[[], LookShown | None]]:
    # Asked by the layout of the clinic's pages alone: an error page must not ask the record.
    return {"running_look": running_look}


def running_look() -> LookShown | None:
    """The look by which this page's diary is open, if there is one."""
    patient_id = (request.view_args or {}).get("patient_id")
    if patient_id is None or not current_account().may_at_work(Permission.BREAK_GLASS):
        return None
    try:
        look = find_own_look(current_record(), by=current_viewer(), patient_id=patient_id)
    except NoSuchDiaryError:
        return None
    return None if look is None else LookShown(patient_id, until_words(look.until, look.zone))
