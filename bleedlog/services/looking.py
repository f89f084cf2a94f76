"""Opening a diary: who may, and the event that every look at somebody else's leaves."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.audit import Action
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.models.vocabulary import ActingAs
from bleedlog.services.record import Record
from bleedlog.storage.events import add_event
from bleedlog.storage.standing import list_standings


class NoSuchDiaryError(Exception):
    """No such diary or entry, or none of the viewer's business: the two are not told apart."""


@dataclass(frozen=True, slots=True)
class OpenedDiary:
    """A diary in somebody's hands: for the length of one transaction."""

    connection: Connection
    by: Viewer
    patient_id: UUID
    standing: Standing
    """In which part they act."""
    standings: tuple[Standing, ...]
    """All parts in which they could, closest first."""

    def acting(self, may: Callable[[Standing], bool]) -> Self:
        """The same in the closest part that may do something.

        Raises:
            NoSuchDiaryError: if none may.
        """
        for standing in self.standings:
            if may(standing):
                return replace(self, standing=standing)
        raise NoSuchDiaryError

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


def get_standing(
    connection: Connection, by: Viewer, patient_id: UUID, permission: Permission
) -> Standing:
    """In which part `by` may do that with the diary; the closest, if there are several.

    Raises:
        NoSuchDiaryError: if they may not.
    """
    return _closest(list_standings(connection, by, patient_id), permission)


def _closest(standings: Iterable[Standing], permission: Permission) -> Standing:
    for standing in standings:
        if standing.may(permission):
            return standing
    raise NoSuchDiaryError


@contextmanager
def looking(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    page: str,
    action: Action = Action.LOOKED,
    permission: Permission = Permission.LOOK,
) -> Iterator[OpenedDiary]:
    """Open a diary to read it; a look at somebody else's is noted in the same transaction.

    Raises:
        NoSuchDiaryError: if they may not do that with the diary.
    """
    with record.reading(by, patient_id) as connection:
        standings = tuple(list_standings(connection, by, patient_id))
        standing = _closest(standings, permission)
        if standing.acting_as is ActingAs.PATIENT:
            yield OpenedDiary(connection, by, patient_id, standing, standings)
            return
    with writing(record, by=by, patient_id=patient_id, permission=permission) as opened:
        opened.note(action, detail=page)
        yield opened


@contextmanager
def writing(
    record: Record, *, by: Viewer, patient_id: UUID, permission: Permission = Permission.LOG
) -> Iterator[OpenedDiary]:
    """Open a diary to do something with it.

    Raises:
        NoSuchDiaryError: if they may not do that (nor be told that the diary exists).
    """
    with record.transaction(by, patient_id) as connection:
        standings = tuple(list_standings(connection, by, patient_id))
        standing = _closest(standings, permission)
        yield OpenedDiary(connection, by, patient_id, standing, standings)
