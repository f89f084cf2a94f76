"""Somebody with a diary of her own, for tests of services."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from bleedlog.models.bleed import BleedInput
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.phone import Tap
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import Kind
from bleedlog.services.entries import log_entry
from bleedlog.services.two_places import keep_both
from bleedlog.storage.entries import list_entries
from bleedlog.storage.events import list_events
from tests.people import People


def bleed(**said: Any) -> BleedInput:
    """A bleed, as a form or a phone says it."""
    return BleedInput.model_validate(said)


class Ada:
    """Somebody with a diary of her own, and what happens to it."""

    def __init__(self, people: People) -> None:
        self.record = people.record
        self.user, self.patient = people.user("Ada"), people.patient("Ada")
        people.access(self.user, self.patient)
        self.viewer = Viewer(self.user)

    def log(self, entry: EntryInput) -> UUID:
        """Log an entry as hers; what only a clinic settles is brought by the console."""
        settles = entry.kind in {Kind.ADJUDICATION, Kind.REVIEW}
        by = console("from her clinic") if settles else self.viewer
        log_entry(self.record, by=by, patient_id=self.patient, entry=entry)
        return entry.id

    def other_state(self, entry_id: UUID, **said: Any) -> UUID:
        """What a phone, 90 seconds slow, made of an entry that was changed elsewhere, too."""
        at = datetime(2026, 1, 3, 9, tzinfo=UTC)
        tap = Tap(uuid4(), at, "Europe/London", sent=at, received=at + timedelta(seconds=90))
        keep_both(
            self.record,
            by=self.viewer,
            patient_id=self.patient,
            entry_id=entry_id,
            entry=bleed(id=entry_id, **said),
            seen_revision=0,
            tap=tap,
        )
        return tap.item_id

    def entries(self, viewer: Viewer | None = None) -> list[UUID]:
        viewer = viewer or self.viewer
        with self.record.reading(viewer) as connection:
            rows = list_entries(connection, viewer, self.patient)
        return [row.id for row in rows]

    def events(self) -> list[str]:
        with self.record.reading(self.viewer) as connection:
            rows = list_events(connection, self.viewer, self.patient)
        return [f"{row.acting_as} {row.action}" for row in reversed(rows)]
