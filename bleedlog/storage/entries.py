"""Entries of a diary: read for a viewer; written with their revision, in the diary's own order."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Enum,
    Row,
    String,
    Uuid,
    bindparam,
    func,
    insert,
    select,
    type_coerce,
    update,
)

from bleedlog.models.entry import ENTRY_FIELDS, Diary, Entry, EntryRevision
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.moment import parse_moment
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import EnteredBy, Kind
from bleedlog.storage.standing import Scoped

_diary = Diary.__table__  # type: ignore[attr-defined]
_entry = Entry.__table__  # type: ignore[attr-defined]
_revision = EntryRevision.__table__  # type: ignore[attr-defined]

EntryRow = Row[Any]
"""A row of `entry`, attributes named as the table's columns."""

CONTENT = tuple(name for base in ENTRY_FIELDS for name in base.model_fields if name != "kind")
"""The columns that a person fills in."""

_of_patient = _entry.c.patient_id == bindparam("patient_id")
_patient_column: BindParameter[UUID] = bindparam("patient_id")

_ONE = Scoped(
    select(_entry).where(_of_patient, _entry.c.id == bindparam("entry_id")), _patient_column
)
_STANDING_ENTRIES = Scoped(
    select(_entry)
    .where(_of_patient, _entry.c.withdrawn.is_(False))
    .order_by(_entry.c.start_minute, _entry.c.first_seq),
    _patient_column,
)
_BETWEEN = Scoped(
    select(_entry)
    .where(
        _of_patient,
        _entry.c.start_day < bindparam("end"),
        func.coalesce(_entry.c.end_day, _entry.c.start_day) >= bindparam("first"),
    )
    .order_by(_entry.c.start_minute.desc(), _entry.c.first_seq.desc()),
    _patient_column,
)
_OF_KINDS = Scoped(
    select(_entry)
    .where(
        _of_patient,
        _entry.c.withdrawn.is_(False),
        _entry.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .order_by(_entry.c.start_minute, _entry.c.first_seq),
    _patient_column,
)
_LAST_CHECK_IN = Scoped(
    select(func.max(_entry.c.end_day)).where(
        _of_patient,
        _entry.c.withdrawn.is_(False),
        _entry.c.kind.in_([Kind.CHECK_IN, Kind.OBSERVED, Kind.BLEED_COUNT]),
    ),
    _patient_column,
)
_LINKED = Scoped(
    select(_entry).where(
        _of_patient,
        _entry.c.withdrawn.is_(False),
        (_entry.c.same_as == bindparam("entry_id"))
        | (_entry.c.treats == bindparam("entry_id"))
        | (_entry.c.about == bindparam("entry_id")),
    ),
    _patient_column,
)
_HISTORY = Scoped(
    select(_revision)
    .where(
        _revision.c.patient_id == bindparam("patient_id"), _revision.c.id == bindparam("entry_id")
    )
    .order_by(_revision.c.revision),
    _patient_column,
)

_COUNT = Scoped(select(func.count()).select_from(_entry).where(_of_patient), _patient_column)

_NEXT_SEQ = (
    update(_diary)
    .where(_diary.c.patient_id == bindparam("of_patient"))
    .values(last_seq=_diary.c.last_seq + 1)
    .returning(_diary.c.last_seq)
)
_INSERT = insert(_entry)
_INSERT_REVISION = insert(_revision)


def find_entry(
    connection: Connection, viewer: Viewer, patient_id: UUID, entry_id: UUID
) -> EntryRow | None:
    """That entry, withdrawn or not, or None."""
    return _ONE.run(connection, viewer, patient_id=patient_id, entry_id=entry_id).first()


def list_entries(connection: Connection, viewer: Viewer, patient_id: UUID) -> Sequence[EntryRow]:
    """All entries that are not withdrawn, by onset, then in the order entered."""
    return _STANDING_ENTRIES.run(connection, viewer, patient_id=patient_id).all()


def list_entries_between(
    connection: Connection, viewer: Viewer, patient_id: UUID, first: date, end: date
) -> Sequence[EntryRow]:
    """Entries that touch the days [first, end), withdrawn ones too, newest first."""
    return _BETWEEN.run(connection, viewer, patient_id=patient_id, first=first, end=end).all()


def list_entries_of_kinds(
    connection: Connection, viewer: Viewer, patient_id: UUID, kinds: Sequence[Kind]
) -> Sequence[EntryRow]:
    """Entries of those kinds that are not withdrawn, by onset, then in the order entered."""
    return _OF_KINDS.run(connection, viewer, patient_id=patient_id, kinds=list(kinds)).all()


def find_last_check_in(connection: Connection, viewer: Viewer, patient_id: UUID) -> date | None:
    """The day after the last day of which something was told, or None."""
    found: date | None = _LAST_CHECK_IN.run(connection, viewer, patient_id=patient_id).scalar()
    return found


def list_linked(
    connection: Connection, viewer: Viewer, patient_id: UUID, entry_id: UUID
) -> Sequence[EntryRow]:
    """Unwithdrawn entries that name this one: same bleed, treatment, adjudication."""
    return _LINKED.run(connection, viewer, patient_id=patient_id, entry_id=entry_id).all()


def list_revisions(
    connection: Connection, viewer: Viewer, patient_id: UUID, entry_id: UUID
) -> Sequence[Row[Any]]:
    """Every state of an entry, oldest first."""
    return _HISTORY.run(connection, viewer, patient_id=patient_id, entry_id=entry_id).all()


def count_entries(connection: Connection, viewer: Viewer, patient_id: UUID) -> int:
    """How many entries the diary holds, withdrawn ones too."""
    return int(_COUNT.run(connection, viewer, patient_id=patient_id).scalar_one())


def content_of(entry: EntryInput) -> dict[str, Any]:
    """What the entry says, as JSON, blanks left out: the state that a revision keeps."""
    state = entry.model_dump(mode="json", exclude_none=True, exclude={"id"})
    return {"kind": entry.kind.value, **state}


def _instants(entry: EntryInput) -> dict[str, object]:
    """The typed columns that statistics read, derived from the local texts."""
    start = parse_moment(entry.start)
    derived: dict[str, object] = {
        "start_day": start.day,
        "start_minute": start.minute(entry.zone),
        "end_day": None,
        "end_minute": None,
        "treated_from_minute": None,
        "treated_until_minute": None,
    }
    end = getattr(entry, "end", None)
    if end is not None:
        derived["end_day"] = parse_moment(end).day
        derived["end_minute"] = parse_moment(end).minute(entry.zone)
    for name in ("treated_from", "treated_until"):
        text = getattr(entry, name, None)
        if text is not None:
            derived[f"{name}_minute"] = parse_moment(text).minute(entry.zone)
    return derived


def _columns(entry: EntryInput) -> dict[str, object]:
    said = entry.model_dump(exclude={"id"})
    content: dict[str, object] = dict.fromkeys(CONTENT)
    content.update(new_bleed=False, private=False)
    content.update(said)
    content.update(_instants(entry), kind=entry.kind)
    return content


def next_seq(connection: Connection, patient_id: UUID) -> int:
    """Take the diary's next number; until the transaction ends nobody else writes in it."""
    return int(connection.execute(_NEXT_SEQ, {"of_patient": patient_id}).scalar_one())


def add_entry(
    connection: Connection,
    *,
    patient_id: UUID,
    entry: EntryInput,
    seq: int,
    at: datetime,
    by_user: UUID | None,
    entered_by: EnteredBy,
) -> None:
    """Store a new entry with its first revision."""
    provenance = {
        "patient_id": patient_id,
        "id": entry.id,
        "revision": 1,
        "seq": seq,
        "withdrawn": False,
        "received_at": at,
        "by_user": by_user,
        "entered_by": entered_by,
    }
    connection.execute(
        _INSERT, {**_columns(entry), **provenance, "first_seq": seq, "entered_at": at}
    )
    connection.execute(_INSERT_REVISION, {**provenance, "state": content_of(entry)})


_UPDATE = update(_entry).where(
    _entry.c.patient_id == bindparam("of_patient"), _entry.c.id == bindparam("of_entry")
)


def change_entry(
    connection: Connection,
    *,
    patient_id: UUID,
    entry_id: UUID,
    revision: int,
    state: Mapping[str, Any],
    entry: EntryInput | None,
    withdrawn: bool,
    seq: int,
    at: datetime,
    by_user: UUID | None,
    entered_by: EnteredBy,
) -> None:
    """Store a new state of an entry: other content (`entry`), or withdrawn, or brought back."""
    provenance = {
        "revision": revision,
        "seq": seq,
        "withdrawn": withdrawn,
        "received_at": at,
        "by_user": by_user,
        "entered_by": entered_by,
    }
    content = _columns(entry) if entry is not None else {}
    connection.execute(
        _UPDATE.values(**content, **provenance),
        {"of_patient": patient_id, "of_entry": entry_id},
    )
    connection.execute(
        _INSERT_REVISION,
        {"patient_id": patient_id, "id": entry_id, **provenance, "state": dict(state)},
    )


def _plain(name: str) -> ColumnElement[Any]:
    # Words and ids as the database's own text: they are only compared, and there are thousands.
    column = _entry.c[name]
    if isinstance(column.type, Enum | Uuid):
        return type_coerce(column, String).label(name)
    return cast("ColumnElement[Any]", column)


@lru_cache
def _reading(names: tuple[str, ...]) -> Scoped:
    return Scoped(
        select(*(_plain(name) for name in names))
        .where(_of_patient, _entry.c.withdrawn.is_(False))
        .order_by(_entry.c.start_minute, _entry.c.first_seq),
        _patient_column,
    )


def read_entries(
    connection: Connection, viewer: Viewer, patient_id: UUID, names: tuple[str, ...]
) -> Sequence[Row[Any]]:
    """Those columns of all entries that are not withdrawn, words and ids as plain text."""
    return _reading(names).run(connection, viewer, patient_id=patient_id).all()
