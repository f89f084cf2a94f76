"""Opening a diary: who may, and the event that every look at somebody else's leaves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.audit import Action
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.models.vocabulary import ActingAs
from bleedlog.services.record import Record
from bleedlog.storage.events import add_event
from bleedlog.storage.standing import find_standing


class NoSuchDiaryError(Exception):
    """No such diary or entry, or none of the viewer's business: the two are not told apart."""


@dataclass(frozen=True, slots=True)
class OpenedDiary:
    """A diary in somebody's hands: for the length of one transaction."""

    connection: Connection
    by: Viewer
    patient_id: UUID
    standing: Standing

    def note(
        self, action: Action, *, entry_id: UUID | None = None, detail: str | None = None
    ) -> None:
        """Leave an event in the same transaction."""
        add_event(
            self.connection,
            patient_id=self.patient_id,
            by=self.by,
            standing=self.standing,
            action=action,
            entry_id=entry_id,
            detail=detail,
        )


def get_standing(connection: Connection, by: Viewer, patient_id: UUID) -> Standing:
    """How `by` stands to the patient.

    Raises:
        NoSuchDiaryError: if they may not see the diary.
    """
    standing = find_standing(connection, by, patient_id)
    if standing is None:
        raise NoSuchDiaryError
    return standing


@contextmanager
def looking(
    record: Record, *, by: Viewer, patient_id: UUID, page: str, action: Action = Action.LOOKED
) -> Iterator[OpenedDiary]:
    """Open a diary to read it; a look at somebody else's is noted in the same transaction.

    Raises:
        NoSuchDiaryError: if they may not see the diary.
    """
    with record.reading(by) as connection:
        standing = get_standing(connection, by, patient_id)
        if standing.acting_as is ActingAs.PATIENT:
            yield OpenedDiary(connection, by, patient_id, standing)
            return
    with record.transaction(by) as connection:
        standing = get_standing(connection, by, patient_id)
        opened = OpenedDiary(connection, by, patient_id, standing)
        opened.note(action, detail=page)
        yield opened


@contextmanager
def writing(record: Record, *, by: Viewer, patient_id: UUID) -> Iterator[OpenedDiary]:
    """Open a diary to write in it.

    Raises:
        NoSuchDiaryError: if they may not write in it (nor be told that it exists).
    """
    with record.transaction(by) as connection:
        standing = get_standing(connection, by, patient_id)
        if not standing.may_log:
            raise NoSuchDiaryError
        yield OpenedDiary(connection, by, patient_id, standing)
