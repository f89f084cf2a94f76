"""What somebody wishes of their diary: how often it asks, which dose it offers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from bleedlog.models.audit import Action
from bleedlog.models.moment import zone_of
from bleedlog.models.permissions import Permission
from bleedlog.models.person_input import CheckInWishInput, UsualDoseInput
from bleedlog.models.products import find_product
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Kind
from bleedlog.services.looking import NoSuchDiaryError, looking, writing
from bleedlog.services.record import Record
from bleedlog.storage.entries import list_entries_between
from bleedlog.storage.patients import find_profile, set_check_in_wish

DOSES_OF = timedelta(days=366)
"""How far back doses are looked for that may become the usual one."""

DOSES_OFFERED = 4


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the settings of a diary are."""

    profile: Any
    doses: tuple[UsualDoseInput, ...]
    """Other doses that were taken within a year, the newest first."""


def get_wishes(record: Record, *, by: Viewer, patient_id: UUID, now: datetime) -> Wishes:
    """The settings of a diary. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not change them.
    """
    with looking(
        record, by=by, patient_id=patient_id, page="settings", permission=Permission.EDIT_PROFILE
    ) as opened:
        profile = find_profile(opened.connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        today = now.astimezone(zone_of(profile.zone)).date()
        rows = list_entries_between(
            opened.connection, by, patient_id, today - DOSES_OF, today + timedelta(1)
        )
    usual = (_code(profile.product), profile.usual_dose_iu)
    taken = dict.fromkeys(
        (_code(row.product), row.dose_iu)
        for row in rows
        if row.kind is Kind.INFUSION and row.dose_iu is not None and not row.withdrawn
    )
    doses = [
        UsualDoseInput(product=product, usual_dose_iu=dose)
        for product, dose in taken
        if (product, dose) != usual
    ]
    return Wishes(profile=profile, doses=tuple(doses[:DOSES_OFFERED]))


def _code(product: str | None) -> str | None:
    # Forms keep a product as it is called, profiles its code: the two are one.
    known = find_product(product) if product else None
    return known.code if known else product


def set_check_ins(
    record: Record, *, by: Viewer, patient_id: UUID, wish: CheckInWishInput, today: date
) -> None:
    """Keep how often the check-in asks, and that somebody chose it on that day.

    Raises:
        NoSuchDiaryError: if `by` may not change it.
    """
    with writing(
        record, by=by, patient_id=patient_id, permission=Permission.EDIT_PROFILE
    ) as opened:
        set_check_in_wish(
            opened.connection, patient_id=patient_id, days=wish.check_in_days, chosen_on=today
        )
        opened.note(Action.CHANGED, detail="check-ins")
