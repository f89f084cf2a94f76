"""Bleeds that are still going on: stopped, going on after all, treated, each with one tap."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bleedlog.models.infusion import InfusionInput
from bleedlog.models.moment import Moment, parse_moment, zone_of
from bleedlog.models.phone import Tap
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, InfusionReason
from bleedlog.services.changing import EntryChangedMeanwhileError, is_changed_since
from bleedlog.services.diary import get_log_page
from bleedlog.services.entries import (
    EntryWithHistory,
    Logged,
    entry_input,
    get_entry,
    log_entry,
    revise_entry,
)
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.record import Record


def _now_text(now: datetime, zone: str) -> str:
    local = now.astimezone(zone_of(zone))
    return Moment(local.date(), local.time().replace(second=0, microsecond=0)).text


def _not_before(text: str, bleed: Any, zone: str) -> str:
    """The moment, or the bleed's start if that is later: clocks differ by a minute, or more."""
    moment, start = parse_moment(text), parse_moment(bleed.start)
    if start.clock is None:
        return text if moment.day >= bleed.start_day else str(bleed.start)
    if moment.minute(zone) >= bleed.start_minute:
        return text
    return _now_text(datetime.fromtimestamp(bleed.start_minute * 60, UTC), zone)


def stop_bleed(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    entry_id: UUID,
    now: datetime,
    seen_revision: int | None = None,
    tap: Tap | None = None,
    check_time: bool | None = None,
) -> Logged:
    """Note that a bleed has stopped now. `now` is aware.

    `seen_revision`: the state that was seen, where somebody may have said since when it stopped.
    `tap` and `check_time`: as `revise_entry` takes them.

    Raises:
        NoSuchDiaryError: if there is no such bleed for `by` to change.
        EntryWithdrawnError: which is one, if it was taken out.
        EntryChangedMeanwhileError: if its end was changed after `seen_revision`.
    """
    known = _get_bleed(record, by, patient_id, entry_id)
    end = _not_before(_now_text(now, known.entry.zone), known.entry, known.entry.zone)
    return _set_end(
        record, by, patient_id, known, end, seen_revision=seen_revision, tap=tap, check=check_time
    )


def resume_bleed(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    entry_id: UUID,
    seen_revision: int | None = None,
    tap: Tap | None = None,
) -> Logged:
    """Take a bleed's end back: it is still going on.

    `seen_revision`: the state that was seen, where somebody may have changed its end since.

    Raises:
        NoSuchDiaryError: if there is no such bleed for `by` to change.
        EntryWithdrawnError: which is one, if it was taken out.
        EntryChangedMeanwhileError: if its end was changed after `seen_revision`.
    """
    known = _get_bleed(record, by, patient_id, entry_id)
    return _set_end(
        record, by, patient_id, known, None, seen_revision=seen_revision, tap=tap, check=None
    )


def _get_bleed(record: Record, by: Viewer, patient_id: UUID, entry_id: UUID) -> EntryWithHistory:
    known = get_entry(record, by=by, patient_id=patient_id, entry_id=entry_id)
    if known.entry.kind not in BLEED_KINDS:
        raise NoSuchDiaryError
    return known


def _set_end(
    record: Record,
    by: Viewer,
    patient_id: UUID,
    known: EntryWithHistory,
    end: str | None,
    *,
    seen_revision: int | None,
    tap: Tap | None,
    check: bool | None,
) -> Logged:
    entry_id, newest = known.entry.id, known.revisions[-1].state
    meant = entry_input({**newest, "end": end}, entry_id)
    if is_changed_since(known.revisions, seen_revision, "end", end, tap):
        raise EntryChangedMeanwhileError(known.entry.revision, meant)
    return revise_entry(
        record,
        by=by,
        patient_id=patient_id,
        entry=meant,
        opened_revision=known.entry.revision,
        tap=tap,
        check_time=check,
    )


def treat_bleed(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    entry_id: UUID,
    infusion_id: UUID,
    now: datetime,
    tap: Tap | None = None,
    check_time: bool = False,
) -> Logged:
    """Note a dose taken now for a bleed: the person's usual product and dose. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not write in the diary.
        EntryRefusedError: if there is no such bleed in it.
        EntryTakenError: if the id stands for another entry.
    """
    profile = get_log_page(record, by=by, patient_id=patient_id, now=now).profile
    start = _now_text(now, profile.zone)
    # Of a bleed that is not there, it is said when the dose is stored.
    with suppress(NoSuchDiaryError):
        bleed = get_entry(record, by=by, patient_id=patient_id, entry_id=entry_id).entry
        start = _not_before(start, bleed, profile.zone)
    infusion = InfusionInput(
        id=infusion_id,
        start=start,
        zone=profile.zone,
        product=profile.product,
        dose_iu=profile.usual_dose_iu,
        reason=InfusionReason.BLEED,
        treats=entry_id,
    )
    return log_entry(
        record, by=by, patient_id=patient_id, entry=infusion, tap=tap, check_time=check_time
    )
