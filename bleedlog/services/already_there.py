"""What a diary holds already of a file that is brought to it.

A row says nothing new if its entry was first entered so, word for word, or if the diary's own file
would say so now: of an entry that was changed, treated, or settled by the clinic in the meantime.
"""

import json
from functools import cached_property
from uuid import UUID

from bleedlog.exchange.diary_file import read_diary
from bleedlog.exchange.diary_file_writer import write_diary
from bleedlog.models.clinic_record import AdjudicationInput
from bleedlog.models.entry_input import EntryInput
from bleedlog.services.looking import OpenedDiary
from bleedlog.storage.entries import list_entries
from bleedlog.storage.entry_states import content_of, list_first_states


class AlreadyThere:
    """The entries of an opened diary, by what they say."""

    def __init__(self, diary: OpenedDiary) -> None:
        """Read the states in which they were first entered."""
        self._diary = diary
        self._first = list_first_states(diary.connection, diary.by, diary.patient_id)

    def has_id(self, entry_id: UUID) -> bool:
        """Whether there is an entry of that id, be it withdrawn."""
        return entry_id in self._first

    def says(self, entry: EntryInput) -> bool:
        """Whether the diary says that already."""
        if self._first.get(entry.id) == content_of(entry):
            return True
        about = entry.about if isinstance(entry, AdjudicationInput) else entry.id
        return self.has_id(about) and _words(entry) in self._own_file

    @cached_property
    def _own_file(self) -> frozenset[str]:
        diary = self._diary
        rows = list_entries(diary.connection, diary.by, diary.patient_id)
        entered = sorted(rows, key=lambda row: row.first_seq)
        return frozenset(
            _words(entry)
            for private_notes in (True, False)
            for row in read_diary(write_diary(entered, private_notes=private_notes))
            for entry in (row.entry, row.adjudication)
            if entry is not None
        )


def _words(entry: EntryInput) -> str:
    return json.dumps([str(entry.id), content_of(entry)], sort_keys=True)
