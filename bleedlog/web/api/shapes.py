"""Entries as programs send them: each kind's fields with their limits, and the word of the kind.

The input classes have the fields and the rules between them, but take "3" for 3, as forms need it.
From their fields a strict twin is made here, which the OpenAPI document shows: what it refuses is
refused, and what it lets through goes to the input class.
"""

from functools import reduce
from operator import or_
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from annotated_types import MaxLen
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, create_model
from pydantic.fields import FieldInfo

from bleedlog.models.entry_input import EntryInput
from bleedlog.models.fields import MOMENT_LENGTH
from bleedlog.models.kinds import INPUTS
from bleedlog.models.permissions import Permission, needed_to_add
from bleedlog.models.vocabulary import Kind

LOGGED_KINDS: Final = tuple(
    kind for kind in INPUTS if needed_to_add(kind) is not Permission.ADJUDICATE
)
"""What programs may add; what counts as a bleed is settled by a clinician on their page."""

_STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


_MOMENT: Final = (
    "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9])?$"
)
"""As the document describes a moment; what is wrong with one is said by the input classes."""


def _as_it_is(field: FieldInfo) -> tuple[Any, Any]:
    limited: Any = field.annotation
    for limit in field.metadata:
        limited = Annotated[limited, limit]
    if MaxLen(MOMENT_LENGTH) in field.metadata:
        limited = Annotated[limited, Field(json_schema_extra={"pattern": _MOMENT})]
    return limited, ... if field.is_required() else field.default


def _shape_of(kind: Kind) -> type[BaseModel]:
    model = INPUTS[kind]
    fields: dict[str, Any] = {name: _as_it_is(one) for name, one in model.model_fields.items()}
    # The id is the program's own, so that sending again stores nothing twice.
    fields |= {"kind": (Literal[kind.value], ...), "id": (UUID, ...)}
    name = model.__name__.removesuffix("Input")
    shape: type[BaseModel] = create_model(name, __config__=_STRICT, __doc__=model.__doc__, **fields)
    return shape


SHAPES: Final = {kind: _shape_of(kind) for kind in INPUTS}

_new: Any = reduce(or_, (SHAPES[kind] for kind in LOGGED_KINDS))
_NEW_ENTRY: Final[TypeAdapter[BaseModel]] = TypeAdapter(
    Annotated[_new, Field(discriminator="kind")]
)


def read_new_entry(body: bytes) -> EntryInput:
    """The entry that a program sent.

    Raises:
        pydantic.ValidationError: for what is no JSON, not of the document's shape, or against a
            rule of the diary.
    """
    shape = _NEW_ENTRY.validate_json(body)
    said = shape.model_dump(exclude_unset=True)
    return INPUTS[Kind(said.pop("kind"))].model_validate(said)
