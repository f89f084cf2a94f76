"""How the record's types become database columns, and its limits CHECK constraints.

A field is defined once, in a `...Base` class, with its limits; `checks_of` repeats those limits
as CHECKs for the table, so that what bypasses the input classes is refused by the database.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast, get_args

import annotated_types
from sqlalchemy import CheckConstraint, DateTime, Dialect, Enum, TypeDecorator
from sqlmodel import SQLModel


def word(vocabulary: type[StrEnum]) -> type[Any]:
    """A column type for one word of a closed vocabulary, stored as the word itself.

    (SQLModel's own default stores the Python name of the member.)
    """
    kind = Enum(
        vocabulary,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=False,
        length=32,
    )
    return cast("type[Any]", kind)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; SQLite forgets zones, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """To UTC; a naive time is a programming error and refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a naive datetime cannot be stored"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


UTC_TIME = cast("type[Any]", UtcDateTime())


def _vocabulary_of(annotation: object) -> type[StrEnum] | None:
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, StrEnum):
            return candidate
    return None


def _limits(name: str, metadata: list[Any]) -> Iterator[str]:
    for limit in metadata:
        if isinstance(limit, annotated_types.Ge):
            yield f"{name} >= {limit.ge}"
        elif isinstance(limit, annotated_types.Gt):
            yield f"{name} > {limit.gt}"
        elif isinstance(limit, annotated_types.Le):
            yield f"{name} <= {limit.le}"
        elif isinstance(limit, annotated_types.MaxLen):
            yield f"length({name}) <= {limit.max_length}"


def checks_of(*bases: type[SQLModel]) -> tuple[CheckConstraint, ...]:
    """The limits of those classes' fields as named CHECK constraints, in field order."""
    found: dict[str, CheckConstraint] = {}
    for base in bases:
        for name, field in base.model_fields.items():
            vocabulary = _vocabulary_of(field.annotation)
            if vocabulary is not None:
                words = ", ".join(f"'{member.value}'" for member in vocabulary)
                found.setdefault(
                    name, CheckConstraint(f'"{name}" IN ({words})', name=f"{name}_is_a_word")
                )
                continue
            limits = list(_limits(f'"{name}"', field.metadata))
            if limits:
                found.setdefault(
                    name, CheckConstraint(" AND ".join(limits), name=f"{name}_within_limits")
                )
    return tuple(found.values())
