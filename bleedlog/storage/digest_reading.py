"""What digests are made of, read of many diaries at once: as little as says the same.

Most of a diary are days without a bleed, doses and results, of which a digest needs the last. So
those are looked for in the database, and only bleeds and what is about them is handed over whole.
Nothing is that was withdrawn. Words and ids come as plain text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from bleedlog.models.entry import Diary, Entry
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Answer, Kind
from bleedlog.storage.entries import plain
from bleedlog.storage.sights import Sight, in_sight, keys_of

_diary = Diary.__table__.c  # type: ignore[attr-defined]
_entry = Entry.__table__.c  # type: ignore[attr-defined]
_newest = Entry.__table__.alias("newest").c  # type: ignore[attr-defined]
_therapy = Entry.__table__.alias("therapy").c  # type: ignore[attr-defined]

_today: BindParameter[date] = bindparam("today")

_TOLD = BLEED_KINDS | {Kind.ADJUDICATION, Kind.GENE_THERAPY, Kind.BACK_ON_PROPHYLAXIS}
_DAYS = frozenset({Kind.CHECK_IN, Kind.OBSERVED, Kind.BLEED_COUNT})

_Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DigestReader:
    """Reads of some people's diaries, of whom only those in sight of the viewer are read."""

    connection: Connection
    viewer: Viewer
    sight: Sight
    people: Sequence[UUID]

    def list_told(self, names: _Names) -> Sequence[Row[Any]]:
        """Those columns of bleeds, of verdicts, of gene therapies, of returns to prophylaxis."""
        return self._run(_told(self.sight, names))

    def list_treating_doses(self, names: _Names) -> Sequence[Row[Any]]:
        """Those columns of infusions that treat a bleed."""
        return self._run(_treating(self.sight, names))

    def list_days_with_bleeds(self, names: _Names) -> Sequence[Row[Any]]:
        """Those columns of answers that there were bleeds."""
        return self._run(_with_bleeds(self.sight, names))

    def list_days(self, names: _Names) -> Sequence[Row[Any]]:
        """Those columns of all that is said of days on end."""
        return self._run(_days(self.sight, names))

    def list_ends_of_days(self) -> Sequence[Row[Any]]:
        """patient_id, and the latest `end` of all days of which it is said if there were bleeds.

        Answers that there were some are not among them: they hold only if a bleed is noted.
        """
        return self._run(_ends(self.sight))

    def list_last_records(
        self, kinds: frozenset[Kind], compared: frozenset[Kind], today: date
    ) -> Sequence[Row[Any]]:
        """The last record up to today of each person and kind; of some kinds the baseline, too.

        That is the last one up to the gene therapy. Last is a review by its moment, all else by its
        day. patient_id, id, kind, start_day, value, upper_limit, entered_at, is_baseline.
        """
        return self._run(_last(self.sight, kinds, compared), today=today)

    def list_courses(self, today: date) -> Sequence[Row[Any]]:
        """Steroid courses that began and may still run, newest first.

        patient_id, start_day, end_day.
        """
        return self._run(_courses(self.sight), today=today)

    def list_first_ahead(self, kinds: frozenset[Kind], today: date) -> Sequence[Row[Any]]:
        """patient_id, and the first `start_day` after today of records of those kinds."""
        return self._run(_ahead(self.sight, kinds), today=today)

    def _run(self, statement: Select[Any], **further: object) -> Sequence[Row[Any]]:
        keys = keys_of(self.viewer, self.people) | further
        return self.connection.execute(statement, keys).all()


def _standing(sight: Sight, kinds: frozenset[Kind]) -> ColumnElement[bool]:
    """The condition that an entry is one of theirs, of those kinds, and not withdrawn."""
    return and_(
        _entry.patient_id.in_(in_sight(sight)),
        _entry.withdrawn.is_(False),
        _entry.kind.in_(sorted(kinds)),
    )


def _columns(names: _Names) -> list[ColumnElement[Any]]:
    return [plain(name) for name in names]


@lru_cache
def _told(sight: Sight, names: _Names) -> Select[Any]:
    return select(*_columns(names)).where(_standing(sight, _TOLD))


@lru_cache
def _treating(sight: Sight, names: _Names) -> Select[Any]:
    return select(*_columns(names)).where(
        _standing(sight, frozenset({Kind.INFUSION})), _entry.treats.is_not(None)
    )


@lru_cache
def _with_bleeds(sight: Sight, names: _Names) -> Select[Any]:
    return select(*_columns(names)).where(
        _standing(sight, frozenset({Kind.CHECK_IN})), _entry.answer == Answer.HAD_BLEEDS
    )


@lru_cache
def _days(sight: Sight, names: _Names) -> Select[Any]:
    return select(*_columns(names)).where(_standing(sight, _DAYS))


@lru_cache
def _ends(sight: Sight) -> Select[Any]:
    return (
        select(plain("patient_id"), func.max(_entry.end_day).label("end"))
        .where(
            _standing(sight, _DAYS),
            or_(_entry.kind != Kind.CHECK_IN, _entry.answer == Answer.NO_BLEEDS),
            _entry.end_day > _entry.start_day,
        )
        .group_by(_entry.patient_id)
    )


_treated = (
    select(func.min(_therapy.start_day))
    .where(
        _therapy.patient_id == _diary.patient_id,
        _therapy.kind == Kind.GENE_THERAPY,
        _therapy.withdrawn.is_(False),
    )
    .correlate(Diary.__table__)  # type: ignore[attr-defined]
    .scalar_subquery()
)
_BY_MOMENT = (_newest.start_minute.desc(), _newest.first_seq.desc())
_BY_DAY = (_newest.start_day.desc(), *_BY_MOMENT)


def _newest_id(
    kind: ColumnElement[str],
    last_day: ColumnElement[date],
    order: Sequence[ColumnElement[Any]] = _BY_DAY,
) -> ScalarSelect[Any]:
    """Of the person of a row of `diary` the newest entry of a kind: the index has them by day."""
    return (
        select(_newest.id)
        .where(
            _newest.patient_id == _diary.patient_id,
            _newest.kind == kind,
            _newest.withdrawn.is_(False),
            # One bound alone, so that both databases take the index of kinds and days.
            _newest.start_day <= last_day,
        )
        .order_by(*order)
        .limit(1)
        .scalar_subquery()
    )


@lru_cache
def _last(sight: Sight, kinds: frozenset[Kind], compared: frozenset[Kind]) -> Select[Any]:
    asked = [(one, False) for one in sorted(kinds)] + [(one, True) for one in sorted(compared)]
    wanted = union_all(
        *(
            select(literal(kind.value).label("kind"), literal(is_baseline).label("is_baseline"))
            for kind, is_baseline in asked
        )
    ).subquery("wanted")
    kind, until_treated = wanted.c.kind, case((_treated < _today, _treated))
    newest = case(
        (wanted.c.is_baseline, _newest_id(kind, until_treated)),
        (kind == Kind.REVIEW.value, _newest_id(kind, _today, _BY_MOMENT)),
        else_=_newest_id(kind, _today),
    )
    # Before any entry is joined: else they are looked for again for each of a person's entries.
    found = (
        select(_diary.patient_id, newest.label("id"), wanted.c.is_baseline)
        .join_from(Diary.__table__, wanted, true())  # type: ignore[attr-defined]
        .where(_diary.patient_id.in_(in_sight(sight)))
        .cte("found")
        .prefix_with("MATERIALIZED")
    )
    said = ("patient_id", "id", "kind", "start_day", "value", "upper_limit", "entered_at")
    return select(*_columns(said), found.c.is_baseline).join_from(
        found,
        Entry.__table__,  # type: ignore[attr-defined]
        and_(_entry.patient_id == found.c.patient_id, _entry.id == found.c.id),
    )


@lru_cache
def _courses(sight: Sight) -> Select[Any]:
    return (
        select(*_columns(("patient_id", "start_day", "end_day")))
        .where(
            _standing(sight, frozenset({Kind.STEROID_COURSE})),
            _entry.start_day <= _today,
            or_(_entry.end_day.is_(None), _entry.end_day >= _today),
        )
        .order_by(_entry.start_minute.desc(), _entry.first_seq.desc())
    )


@lru_cache
def _ahead(sight: Sight, kinds: frozenset[Kind]) -> Select[Any]:
    return (
        select(plain("patient_id"), func.min(_entry.start_day).label("start_day"))
        .where(_standing(sight, kinds), _entry.start_day > _today)
        .group_by(_entry.patient_id)
    )
