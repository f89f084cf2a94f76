"""Entries of a diary as they are now, read for a viewer."""

from collections.abc import Sequence
from datetime import date
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
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    type_coerce,
)

from bleedlog.models.entry import Entry
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Answer, Certainty, Kind, Verdict
from bleedlog.storage.standing import Scoped

_entry = Entry.__table__  # type: ignore[attr-defined]

EntryRow = Row[Any]
"""A row of `entry`, attributes named as the table's columns."""

LISTED = (
    "id", "kind", "revision", "first_seq", "withdrawn", "source", "start", "start_day",
    "start_minute", "end", "end_day", "manifestation", "site", "side", "cause", "certainty",
    "severity", "pain", "size", "stiffness", "treated", "treats",
    "product", "dose_iu", "reason", "value", "unit", "assay",
    "answer", "verdict", "about", "same_as", "check_time",
)  # fmt: skip
"""What pages say of an entry among others: reading whole rows would take twice as long."""
_listed = select(*(_entry.c[name] for name in LISTED))

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
    _listed.where(
        _of_patient,
        _entry.c.start_day < bindparam("end"),
        func.coalesce(_entry.c.end_day, _entry.c.start_day) >= bindparam("first"),
    ).order_by(_entry.c.start_minute.desc(), _entry.c.first_seq.desc()),
    _patient_column,
)
_DOSES = Scoped(
    _listed.where(
        _of_patient,
        _entry.c.withdrawn.is_(False),
        _entry.c.kind == Kind.INFUSION,
        _entry.c.start_day >= bindparam("first"),
        _entry.c.start_day < bindparam("end"),
    ),
    _patient_column,
)
_TO_SETTLE = Scoped(
    _listed.where(
        _of_patient,
        _entry.c.withdrawn.is_(False),
        # Said first and alone, so that the index finds these kinds.
        _entry.c.kind.in_([Kind.ADJUDICATION, *sorted(BLEED_KINDS)]),
        or_(
            _entry.c.kind.not_in(BLEED_KINDS),
            _entry.c.certainty == Certainty.UNSURE,
            and_(
                _entry.c.kind == Kind.BLEED,
                _entry.c.end.is_(None),
                _entry.c.start_day >= bindparam("recent"),
            ),
        ),
    ).order_by(_entry.c.start_minute, _entry.c.first_seq),
    _patient_column,
)
_THERAPIES = Scoped(
    select(_entry.c.id).where(
        _of_patient, _entry.c.withdrawn.is_(False), _entry.c.kind == Kind.GENE_THERAPY
    ),
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
_FIRST_DAY = Scoped(
    select(func.min(_entry.c.start_day)).where(
        _of_patient,
        _entry.c.withdrawn.is_(False),
        _entry.c.kind.in_([Kind.BLEED, Kind.CHECK_IN, Kind.OBSERVED, Kind.BLEED_COUNT]),
    ),
    _patient_column,
)
_bleed = _entry.alias("bleed")
_settled = _entry.alias("settled")
_WAITING_ANSWER = Scoped(
    _listed.where(
        _of_patient,
        _entry.c.withdrawn.is_(False),
        _entry.c.kind == Kind.CHECK_IN,
        _entry.c.answer == Answer.HAD_BLEEDS,
        ~exists().where(
            _bleed.c.patient_id == _patient_column,
            _bleed.c.withdrawn.is_(False),
            _bleed.c.kind.in_(sorted(BLEED_KINDS)),
            _bleed.c.start_day >= _entry.c.start_day,
            _bleed.c.start_day < _entry.c.end_day,
            or_(
                _bleed.c.kind == Kind.BLEED,
                _bleed.c.certainty == Certainty.CERTAIN,
                exists().where(
                    _settled.c.patient_id == _patient_column,
                    _settled.c.withdrawn.is_(False),
                    _settled.c.kind == Kind.ADJUDICATION,
                    _settled.c.about == _bleed.c.id,
                    _settled.c.verdict == Verdict.BLEED,
                ),
            ),
        ),
    )
    .order_by(_entry.c.start_minute.desc())
    .limit(1),
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
    """What is `LISTED` of entries that touch the days [first, end), withdrawn ones too.

    Newest first.
    """
    return _BETWEEN.run(connection, viewer, patient_id=patient_id, first=first, end=end).all()


def list_doses_between(
    connection: Connection, viewer: Viewer, patient_id: UUID, first: date, end: date
) -> Sequence[EntryRow]:
    """What is `LISTED` of unwithdrawn infusions of the days [first, end), in any order."""
    return _DOSES.run(connection, viewer, patient_id=patient_id, first=first, end=end).all()


def list_to_settle(
    connection: Connection, viewer: Viewer, patient_id: UUID, recent: date
) -> Sequence[EntryRow]:
    """What is `LISTED` of the few entries that a clinic looks at one by one, by onset.

    Adjudications, bleeds that nobody was sure of, and bleeds since `recent` without an end; none
    that is withdrawn.
    """
    return _TO_SETTLE.run(connection, viewer, patient_id=patient_id, recent=recent).all()


def list_gene_therapies(connection: Connection, viewer: Viewer, patient_id: UUID) -> list[UUID]:
    """The ids of gene therapies that are not withdrawn: one, if all is well."""
    return [row.id for row in _THERAPIES.run(connection, viewer, patient_id=patient_id)]


def find_last_check_in(connection: Connection, viewer: Viewer, patient_id: UUID) -> date | None:
    """The day after the last day of which something was told, or None."""
    found: date | None = _LAST_CHECK_IN.run(connection, viewer, patient_id=patient_id).scalar()
    return found


def find_first_day(connection: Connection, viewer: Viewer, patient_id: UUID) -> date | None:
    """The first day that a bleed or a claim about days tells of, or None."""
    found: date | None = _FIRST_DAY.run(connection, viewer, patient_id=patient_id).scalar()
    return found


def find_waiting_answer(
    connection: Connection, viewer: Viewer, patient_id: UUID
) -> EntryRow | None:
    """What is `LISTED` of the newest answer "there was a bleed" in whose days none is noted.

    A bleed that the clinic settled to be none counts here: the person noted what they meant.
    """
    return _WAITING_ANSWER.run(connection, viewer, patient_id=patient_id).first()


def list_linked(
    connection: Connection, viewer: Viewer, patient_id: UUID, entry_id: UUID
) -> Sequence[EntryRow]:
    """Unwithdrawn entries that name this one: same bleed, treatment, adjudication."""
    return _LINKED.run(connection, viewer, patient_id=patient_id, entry_id=entry_id).all()


def plain(name: str) -> ColumnElement[Any]:
    """A column of `entry`, words and ids as the database's own text.

    They are only compared, and there are thousands.
    """
    column = _entry.c[name]
    if isinstance(column.type, Enum | Uuid):
        return type_coerce(column, String).label(name)
    return cast("ColumnElement[Any]", column)


@lru_cache
def _reading(names: tuple[str, ...], kinds: frozenset[Kind]) -> Scoped:
    return Scoped(
        select(*(plain(name) for name in names)).where(
            _of_patient, _entry.c.withdrawn.is_(False), _entry.c.kind.in_(sorted(kinds))
        ),
        _patient_column,
    )


def read_entries(
    connection: Connection,
    viewer: Viewer,
    patient_id: UUID,
    names: tuple[str, ...],
    kinds: frozenset[Kind],
) -> Sequence[Row[Any]]:
    """Those columns of the entries of those kinds that are not withdrawn, in any order.

    Words and ids come as plain text.
    """
    return _reading(names, kinds).run(connection, viewer, patient_id=patient_id).all()
