"""A deed that a phone kept: what was done, by whom, in whose diary, when; and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from bleedlog.models.entry_input import EntryInput
from bleedlog.models.moment import zone_of
from bleedlog.models.phone import Tap
from bleedlog.models.viewer import Viewer
from bleedlog.services.changing import Logged
from bleedlog.services.entry_faults import faults_of_future
from bleedlog.services.record import Record
from bleedlog.web.diary.kinds import LogKind
from bleedlog.web.diary.whose import OpenDiary
from bleedlog.web.sync.bodies import Reason

TAKEN = "This was sent before with other answers."


class DeedRefusedError(Exception):
    """A deed cannot be done as it is; nothing was stored."""

    def __init__(self, *reasons: Reason) -> None:
        """Keep the reasons."""
        super().__init__(reasons)
        self.reasons = list(reasons)


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed as it was done: with what, by whom, in whose diary, when."""

    record: Record
    by: Viewer
    diary: OpenDiary
    tap: Tap
    entry_id: UUID
    revision: int
    """The state that was seen; 0 for a new entry."""
    log_kind: LogKind | None
    answers: MultiDict[str, str]
    is_here: bool = False
    """Somebody is at the form now, who can put a time right."""
    told_before: frozenset[UUID] = frozenset()
    """The deeds that the same phone told before it in the same batch."""

    @property
    def local_now(self) -> datetime:
        """What "now" was, in the diary's zone."""
        return self.tap.moment.astimezone(zone_of(self.diary.zone))

    @property
    def about(self) -> dict[str, Any]:
        """What every service is told."""
        return {"record": self.record, "by": self.by, "patient_id": self.diary.patient_id}

    def seen_of(self, states: Sequence[Any]) -> int:
        """The newest of an entry's states that whoever did it knew of.

        While there was no signal the phone's pages stood still: what its own earlier deeds made of
        the entry was done by the same hand, though no page showed it.
        """
        since = [state for state in states if state.revision > self.revision]
        is_all_own = all(state.item_id in self.told_before for state in since)
        return since[-1].revision if since and is_all_own else self.revision

    def is_doubtful(self, entry: EntryInput) -> bool:
        """Whether the time of that entry is to be checked."""
        return self.tap.is_doubtful or bool(faults_of_future(entry, self.tap.received))


@dataclass(frozen=True, slots=True)
class Done:
    """A deed is done: how the entry is stored now, and where a person sees it."""

    stored: Logged
    seen: str
    check_time: bool = False


def entry_path(deed: Deed, page: str = "") -> str:
    """The page of the entry that a deed is about, or one below it."""
    return f"/diary/entries/{deed.entry_id}{page}{deed.diary.query}"


def id_in(text: str | None) -> str:
    """The id that stands there, or nothing."""
    try:
        return str(UUID(text or ""))
    except ValueError:
        return ""
