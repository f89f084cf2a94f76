"""Bleeds that are still going on: stopped, going on after all, treated, each with one tap."""

from datetime import datetime
from uuid import UUID

from bleedlog.models.infusion import InfusionInput
from bleedlog.models.moment import Moment, zone_of
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, InfusionReason
from bleedlog.services.diary import get_log_page
from bleedlog.services.entries import Logged, entry_input, get_entry, log_entry, revise_entry
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.record import Record


def _now_text(now: datetime, zone: str) -> str:
    local = now.astimezone(zone_of(zone))
    return Moment(local.date(), local.time().replace(second=0, microsecond=0)).text


def stop_bleed(
    record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID, now: datetime
) -> Logged:
    """Note that a bleed has stopped now. `now` is aware.

    Raises:
        NoSuchDiaryError: if there is no such bleed for `by` to change.
    """
    return _set_end(record, by, patient_id, entry_id, now)


def resume_bleed(record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID) -> Logged:
    """Take a bleed's end back: it is still going on.

    Raises:
        NoSuchDiaryError: if there is no such bleed for `by` to change.
    """
    return _set_end(record, by, patient_id, entry_id, None)


def _set_end(
    record: Record, by: Viewer, patient_id: UUID, entry_id: UUID, now: datetime | None
) -> Logged:
    known = get_entry(record, by=by, patient_id=patient_id, entry_id=entry_id)
    if known.entry.kind not in BLEED_KINDS or known.entry.withdrawn:
        raise NoSuchDiaryError
    state = dict(known.revisions[-1].state)
    state["end"] = None if now is None else _now_text(now, state["zone"])
    return revise_entry(
        record,
        by=by,
        patient_id=patient_id,
        entry=entry_input(state, entry_id),
        opened_revision=known.entry.revision,
    )


def treat_bleed(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    entry_id: UUID,
    infusion_id: UUID,
    now: datetime,
) -> Logged:
    """Note a dose taken now for a bleed: the person's usual product and dose. `now` is aware.

    Raises:
        NoSuchDiaryError: if there is no such bleed for `by` to treat.
    """
    profile = get_log_page(record, by=by, patient_id=patient_id, now=now).profile
    infusion = InfusionInput(
        id=infusion_id,
        start=_now_text(now, profile.zone),
        zone=profile.zone,
        product=profile.product,
        dose_iu=profile.usual_dose_iu,
        reason=InfusionReason.BLEED,
        treats=entry_id,
    )
    return log_entry(record, by=by, patient_id=patient_id, entry=infusion)
