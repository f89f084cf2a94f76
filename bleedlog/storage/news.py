"""What was told of late, read for a viewer."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, or_, select

from bleedlog.models.entry import Entry
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Kind
from bleedlog.storage.entries import LISTED
from bleedlog.storage.standing import Scoped

_entry = Entry.__table__  # type: ignore[attr-defined]
_KINDS = sorted(BLEED_KINDS | {Kind.INFUSION})


def _told(condition: Any) -> Scoped:
    columns = (_entry.c[name] for name in (*LISTED, "entered_at", "received_at"))
    return Scoped(
        select(*columns)
        .where(_entry.c.patient_id == bindparam("patient_id"), _entry.c.kind.in_(_KINDS), condition)
        .order_by(_entry.c.start_minute.desc(), _entry.c.first_seq.desc()),
        bindparam("patient_id"),
    )


_since = bindparam("since", type_=_entry.c.received_at.type)
_SINCE = _told(or_(_entry.c.entered_at > _since, _entry.c.received_at > _since))
_FROM = _told(_entry.c.start_day >= bindparam("first"))


def list_told_since(
    connection: Connection, viewer: Viewer, patient_id: UUID, since: datetime
) -> Sequence[Row[Any]]:
    """Bleeds, bruises, pain and doses entered or changed after that moment, newest onset first.

    Withdrawn ones, too. What is `LISTED`, and entered_at and received_at.
    """
    return _SINCE.run(connection, viewer, patient_id=patient_id, since=since).all()


def list_begun_since(
    connection: Connection, viewer: Viewer, patient_id: UUID, first: date
) -> Sequence[Row[Any]]:
    """The same of those that began on the day `first` or later, whenever they were entered."""
    return _FROM.run(connection, viewer, patient_id=patient_id, first=first).all()
