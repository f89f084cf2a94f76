"""Deeds of one tap: each does what its button does, at the moment of the tap."""

from datetime import timedelta
from uuid import UUID

from bleedlog.models.check_in import CheckInInput
from bleedlog.models.phone import CLOCK_SKEW
from bleedlog.services.changing import was_told
from bleedlog.services.check_ins import check_in as keep_answer
from bleedlog.services.earlier import put_earlier
from bleedlog.services.entries import (
    EntryTakenError,
    Logged,
    get_entry,
    restore_entry,
    withdraw_entry,
)
from bleedlog.services.entry_faults import EntryRefusedError, Fault, faults_of_future
from bleedlog.services.going import resume_bleed, stop_bleed, treat_bleed
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.other_side import put_other_side
from bleedlog.services.same_bleed import SameAnswer
from bleedlog.services.same_bleed_answer import answer_same_bleed
from bleedlog.web.diary.entry import side_said
from bleedlog.web.diary.home import answered_path, check_in_of
from bleedlog.web.diary.reading import saved_path
from bleedlog.web.diary.same_bleed import told_path
from bleedlog.web.diary.undoing import hours_said, put_earlier_path
from bleedlog.web.sync.bodies import Reason
from bleedlog.web.sync.deed import TAKEN, Deed, DeedRefusedError, Done, entry_path, id_in

NO_SUCH_ANSWERS = "This cannot be read. Note it again on the page that asks for it."


def _seen(deed: Deed) -> int:
    return deed.seen_of(get_entry(**deed.about, entry_id=deed.entry_id).revisions)


def withdraw(deed: Deed) -> Done:
    """An entry taken out."""
    try:
        seen = _seen(deed)
    except NoSuchDiaryError:
        if deed.entry_id not in deed.told_before:
            raise
        # What was to make it did not: those days were covered already, or it never came.
        return Done(Logged(deed.entry_id, 0, unchanged=True), f"/{deed.diary.query}")
    stored = withdraw_entry(**deed.about, entry_id=deed.entry_id, seen_revision=seen, tap=deed.tap)
    return Done(stored, f"/{deed.diary.query}" if "undo" in deed.answers else entry_path(deed))


def restore(deed: Deed) -> Done:
    """An entry brought back."""
    stored = restore_entry(**deed.about, entry_id=deed.entry_id, tap=deed.tap)
    return Done(stored, entry_path(deed))


def stop(deed: Deed) -> Done:
    """A bleed has stopped."""
    stored = stop_bleed(
        **deed.about,
        entry_id=deed.entry_id,
        now=deed.tap.moment,
        seen_revision=_seen(deed),
        tap=deed.tap,
        check_time=deed.tap.is_doubtful or None,
    )
    return Done(stored, f"/?stopped={deed.entry_id}{deed.diary.also}", deed.tap.is_doubtful)


def resume(deed: Deed) -> Done:
    """A bleed goes on after all."""
    stored = resume_bleed(
        **deed.about, entry_id=deed.entry_id, seen_revision=_seen(deed), tap=deed.tap
    )
    return Done(stored, f"/{deed.diary.query}")


def treat(deed: Deed) -> Done:
    """A dose was taken for a bleed."""
    infusion = id_in(deed.answers.get("infusion"))
    if not infusion:
        raise DeedRefusedError(Reason(field="infusion", message=NO_SUCH_ANSWERS))
    infusion_id, check = UUID(infusion), deed.tap.is_doubtful
    try:
        stored = treat_bleed(
            **deed.about,
            entry_id=deed.entry_id,
            infusion_id=infusion_id,
            now=deed.tap.moment,
            tap=deed.tap,
            check_time=check,
        )
    except EntryTakenError:
        # The same tap told twice, by a clock that was put right in between: the dose is there.
        known = get_entry(**deed.about, entry_id=infusion_id).entry
        if known.treats != deed.entry_id:
            raise DeedRefusedError(Reason(field=None, message=TAKEN)) from None
        stored = Logged(infusion_id, known.revision, unchanged=True)
    return Done(stored, f"/?noted={infusion_id}{deed.diary.also}", check)


def check_in(deed: Deed) -> Done:
    """The answer to "Any bleeds since ...?"."""
    try:
        answer = _as_lived(check_in_of(deed.entry_id, deed.answers, deed.diary), deed)
    except ValueError:
        raise DeedRefusedError(Reason(field=None, message=NO_SUCH_ANSWERS)) from None
    faults = faults_of_future(answer, deed.tap.received)
    if faults:
        # Nobody can say that of days to come.
        raise EntryRefusedError([Fault("end", fault.message) for fault in faults])
    try:
        stored = keep_answer(**deed.about, answer=answer, tap=deed.tap)
    except EntryTakenError:
        # The same tap told twice, by a clock that was put right in between: the answer is there.
        known = get_entry(**deed.about, entry_id=answer.id)
        if not was_told(known.revisions, deed.tap):
            raise DeedRefusedError(Reason(field=None, message=TAKEN)) from None
        stored = Logged(answer.id, known.entry.revision, unchanged=True)
    return Done(stored, answered_path(answer, stored.entry_id, deed.answers, deed.diary))


def _as_lived(answer: CheckInInput, deed: Deed) -> CheckInInput:
    """Up to the morning after the tap: a phone that is ahead, or far east, names a day more."""
    today = (deed.local_now + CLOCK_SKEW).date()
    tomorrow = (today + timedelta(1)).isoformat()
    if answer.start > today.isoformat() or answer.end <= tomorrow:
        return answer
    return answer.model_copy(update={"end": tomorrow})


def same_bleed(deed: Deed) -> Done:
    """The answer to "Is this the same bleed as ...?"."""
    named = id_in(deed.answers.get("earlier"))
    try:
        answer = SameAnswer(deed.answers.get("answer", ""))
    except ValueError:
        raise DeedRefusedError(Reason(field="answer", message=NO_SUCH_ANSWERS)) from None
    if answer is SameAnswer.SAME and not named:
        raise DeedRefusedError(Reason(field="earlier", message=NO_SUCH_ANSWERS))
    answered = answer_same_bleed(
        **deed.about,
        entry_id=deed.entry_id,
        answer=answer,
        named=UUID(named) if named else None,
        # A phone that kept it under an older version did not say what it had seen.
        seen_revision=_seen(deed) if deed.revision else None,
        tap=deed.tap,
    )
    undone = "undo" in deed.answers
    return Done(answered.stored, told_path(deed.entry_id, answered, deed.diary, undone=undone))


def earlier(deed: Deed) -> Done:
    """A bleed stopped, or a dose was taken, some hours before the tap."""
    hours = hours_said(deed.answers)
    if hours is None:
        raise DeedRefusedError(Reason(field="hours", message=NO_SUCH_ANSWERS))
    put = put_earlier(
        **deed.about,
        entry_id=deed.entry_id,
        hours=hours,
        now=deed.tap.moment,
        seen_revision=_seen(deed),
        tap=deed.tap,
        check_time=deed.tap.is_doubtful or None,
    )
    seen = put_earlier_path(put.kind, deed.entry_id, deed.diary)
    return Done(put.stored, seen, deed.tap.is_doubtful)


def other_side(deed: Deed) -> Done:
    """It was the right, not the left."""
    side = side_said(deed.answers)
    if side is None:
        raise DeedRefusedError(Reason(field="side", message=NO_SUCH_ANSWERS))
    stored = put_other_side(
        **deed.about,
        entry_id=deed.entry_id,
        side=side,
        seen_revision=_seen(deed),
        tap=deed.tap,
    )
    return Done(stored, saved_path(deed.entry_id, deed.diary))
