"""What phones and programs kept while there was no signal: each deed is done, or told why not.

Every deed is a transaction of its own, and the answer comes after the last of them. Where the
record cannot be reached the whole is "busy": what was stored of it is known again the next time.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from flask import Response, g
from flask.typing import ResponseReturnValue
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from bleedlog.models.api_token import Scope
from bleedlog.models.phone import Tap
from bleedlog.models.viewer import Viewer
from bleedlog.services.api_tokens import Bearer
from bleedlog.services.changing import EntryChangedMeanwhileError, EntryWithdrawnError
from bleedlog.services.entry_faults import EntryRefusedError
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.programs import read_page
from bleedlog.services.record import RecordBusyError
from bleedlog.services.two_places import KeptBoth, keep_both
from bleedlog.web.api.bodies import Entries
from bleedlog.web.api.entries import page_out
from bleedlog.web.api.reading import faults_of, read_body
from bleedlog.web.current import current_account, current_record, current_viewer
from bleedlog.web.diary.kinds import BY_PATH
from bleedlog.web.diary.whose import OpenDiary, diary_of
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.problems import refuse
from bleedlog.web.request_log import log_failure
from bleedlog.web.sync import form_deeds, tap_deeds, typed_deeds
from bleedlog.web.sync.blueprint import blueprint
from bleedlog.web.sync.bodies import (
    WITH_FORM,
    Do,
    ItemTold,
    OtherItem,
    Outcome,
    Reason,
    SyncIn,
    SyncItem,
    SyncOut,
)
from bleedlog.web.sync.deed import Deed, DeedRefusedError, Done, entry_path

GONE: Final = "You can no longer write in this diary."
"""Of a diary or entry that is foreign, was once open, or never was: the three look alike."""
BEHIND: Final = "This goes with something that was not saved. Look at that first."
"""Of an entry that an earlier deed of the same phone was to make."""
WITHDRAWN: Final = "This entry was taken out of the diary meanwhile."
OURS: Final = "Something went wrong on our side. It is kept on this phone."
PULLED: Final = 200
"""Entries of a diary that one answer brings at most."""

DEEDS: Mapping[Do, Callable[[Deed], Done]] = {
    Do.LOG: form_deeds.log,
    Do.CHANGE: form_deeds.change,
    Do.WITHDRAW: tap_deeds.withdraw,
    Do.RESTORE: tap_deeds.restore,
    Do.STOP: tap_deeds.stop,
    Do.RESUME: tap_deeds.resume,
    Do.TREAT: tap_deeds.treat,
    Do.CHECK_IN: tap_deeds.check_in,
    Do.SAME_BLEED: tap_deeds.same_bleed,
    Do.EARLIER: tap_deeds.earlier,
    Do.OTHER_SIDE: tap_deeds.other_side,
}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and which diaries they write in."""

    by: Viewer
    bearer: Bearer | None
    find_diary: Callable[[UUID], OpenDiary | None]


@dataclass(frozen=True, slots=True)
class _Batch:
    """What a deed came with."""

    sender: Sender
    clock: datetime
    """The phone's, while it sent."""
    received: datetime
    told_before: frozenset[UUID]
    """The deeds before it."""


@blueprint.post("/sync")
@open_to(Audience.SIGNED_IN, Audience.LOG_TOKEN)
def sync() -> ResponseReturnValue:
    """Do what was kept, and give what is new."""
    received = datetime.now(UTC)
    sender = _sender()
    sent = read_body(SyncIn.model_validate_json)
    if sent.user is not None and sent.user != sender.by.user_id:
        happened = "Somebody else is signed in."
        refuse(403, error="other_user", happened=happened, do="Keep it until that person is.")
    if sent.pull and sender.bearer is not None and Scope.READ not in sender.bearer.scopes:
        refuse(403)
    told = SyncOut(
        items=[
            _told(item, _Batch(sender, sent.clock, received, _items(sent.items[:place])))
            for place, item in enumerate(sent.items)
        ],
        pulled=_pulled(sender, sent.pull),
    )
    return Response(told.model_dump_json(), mimetype="application/json")


def _sender() -> Sender:
    bearer: Bearer | None = g.get("bearer")
    if bearer is None:
        account = current_account()
        return Sender(current_viewer(), None, lambda patient: diary_of(account, patient))
    by = Viewer(bearer.user_id, as_program=True)
    return Sender(by, bearer, lambda patient: typed_deeds.diary_of_program(bearer, patient))


def _items(sent: Sequence[SyncItem | OtherItem]) -> frozenset[UUID]:
    return frozenset(one.item for one in sent)


def _told(item: SyncItem | OtherItem, batch: _Batch) -> ItemTold:
    """Do one deed, whatever becomes of the others."""
    try:
        return _done(item, batch)
    except RecordBusyError:
        raise
    except DeedRefusedError as error:
        return _rejected(item, *error.reasons)
    except EntryRefusedError as error:
        reasons = [Reason(field=fault.field, message=fault.message) for fault in error.faults]
        return _rejected(item, *reasons)
    except NoSuchDiaryError:
        return _rejected(item, Reason(field=None, message=_why_not_found(item, batch)))
    except Exception as error:  # noqa: BLE001 - a fault of ours in one deed must not hold back the others
        log_failure(error)
        return _rejected(item, Reason(field=None, message=OURS))


def _done(item: SyncItem | OtherItem, batch: _Batch) -> ItemTold:
    if isinstance(item, OtherItem):
        raise DeedRefusedError(*_why_unread(item))
    sender, received = batch.sender, batch.received
    diary = sender.find_diary(item.patient)
    if diary is None:
        raise NoSuchDiaryError
    tap = None
    if item.at is not None:
        tap = Tap(item.item, item.at, item.zone or diary.zone, sent=batch.clock, received=received)
    if item.entry is not None:
        done = typed_deeds.log(
            item.entry,
            record=current_record(),
            by=sender.by,
            diary=diary,
            tap=tap,
            received=received,
        )
        return _stored(item, done)
    if sender.bearer is not None or tap is None or item.id is None:
        raise DeedRefusedError(Reason(field="entry", message="A program sends an entry."))
    deed = Deed(
        record=current_record(),
        by=sender.by,
        diary=diary,
        tap=tap,
        entry_id=item.id,
        revision=item.revision or 0,
        log_kind=BY_PATH.get(item.kind) if item.kind else None,
        answers=MultiDict(item.answers),
        is_here=item.here and not tap.is_doubtful,
        told_before=batch.told_before.union(item.after),
    )
    try:
        return _stored(item, DEEDS[item.do](deed))
    except EntryWithdrawnError as error:
        if item.do is Do.SAME_BLEED:
            # There is nothing to ask about it any more.
            raise DeedRefusedError(Reason(field=None, message=WITHDRAWN)) from error
        return _kept_both(item, deed, error)
    except EntryChangedMeanwhileError as error:
        return _kept_both(item, deed, error)


def _kept_both(
    item: SyncItem, deed: Deed, error: EntryChangedMeanwhileError | EntryWithdrawnError
) -> ItemTold:
    kept = keep_both(
        **deed.about,
        entry_id=deed.entry_id,
        entry=error.meant,
        seen_revision=deed.revision,
        tap=deed.tap,
        # Of what was told before, only a form can say more by now.
        tells_more=item.do in WITH_FORM,
        check_time=error.meant is not None and deed.is_doubtful(error.meant),
    )
    if isinstance(kept, KeptBoth):
        return ItemTold(
            item=item.item,
            id=kept.entry_id,
            outcome=Outcome.CONFLICT,
            revision=kept.revision,
            seen=entry_path(deed, "/choose"),
        )
    return _stored(item, Done(kept, entry_path(deed)))


def _why_not_found(item: SyncItem | OtherItem, batch: _Batch) -> str:
    if not isinstance(item, SyncItem) or batch.sender.find_diary(item.patient) is None:
        return GONE
    return BEHIND if item.id in batch.told_before.union(item.after) else GONE


def _stored(item: SyncItem, done: Done) -> ItemTold:
    return ItemTold(
        item=item.item,
        id=done.stored.entry_id,
        outcome=Outcome.UNCHANGED if done.stored.unchanged else Outcome.ACCEPTED,
        revision=done.stored.revision,
        seen=done.seen,
        check_time=done.check_time,
    )


def _rejected(item: SyncItem | OtherItem, *reasons: Reason) -> ItemTold:
    entry_id = item.id if isinstance(item, SyncItem) else None
    return ItemTold(item=item.item, id=entry_id, outcome=Outcome.REJECTED, reasons=list(reasons))


def _why_unread(item: OtherItem) -> list[Reason]:
    try:
        SyncItem.model_validate_json(
            json.dumps({**(item.model_extra or {}), "item": str(item.item)})
        )
    except ValidationError as error:
        return [Reason(field=one.field, message=one.message) for one in faults_of(error)]
    return [Reason(field=None, message=OURS)]


def _pulled(sender: Sender, asked: Mapping[UUID, int]) -> dict[UUID, Entries]:
    found = {}
    for patient_id, cursor in asked.items():
        if sender.find_diary(patient_id) is None:
            continue
        # Whose access ended at this moment finds nothing more of it.
        with suppress(NoSuchDiaryError):
            page = read_page(
                current_record(), by=sender.by, patient_id=patient_id, cursor=cursor, limit=PULLED
            )
            found[patient_id] = page_out(page)
    return found
