"""Queries and bodies read: every fault at once, by the field that it is in."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar, get_origin

from flask import request
from pydantic import BaseModel, ValidationError

from bleedlog.models.entry_input import EntryInput
from bleedlog.services.entry_faults import Fault, faults_of_future
from bleedlog.web.api.shapes import LOGGED_KINDS, read_new_entry
from bleedlog.web.problems import refuse

_Body = TypeVar("_Body")
_Query = TypeVar("_Query", bound=BaseModel)
_LONGEST_FIELD = 40
_KINDS = frozenset(LOGGED_KINDS)
_SEND_A_KIND = f"Send one of {', '.join(LOGGED_KINDS)}."


def read_query(model: type[_Query]) -> _Query:
    """The query of this request; else it ends here with 422 and every fault."""
    told: dict[str, Any] = {}
    faults = []
    for name, values in request.args.lists():
        field = model.model_fields.get(name)
        is_list = field is not None and get_origin(field.annotation) is list
        if len(values) > 1 and not is_list:
            faults.append(Fault(name[:_LONGEST_FIELD], "Say it once."))
        told[name] = values if is_list else values[0]
    try:
        query = model.model_validate(told)
    except ValidationError as error:
        refuse(422, faults=[*faults, *faults_of(error)])
    if faults:
        refuse(422, faults=faults)
    return query


def read_body(read: Callable[[bytes], _Body]) -> _Body:
    """What `read` makes of the body of this request; else it ends here with 400, 415 or 422."""
    if request.mimetype != "application/json":
        refuse(415)
    try:
        return read(request.get_data())
    except ValidationError as error:
        if any(fault["type"] == "json_invalid" for fault in error.errors(include_url=False)):
            refuse(400, happened="The body is not JSON.")
        refuse(422, faults=list(faults_of(error)))


def read_entry() -> EntryInput:
    """The entry in the body of this request; else it ends here with 400, 415 or 422."""
    entry = read_body(read_new_entry)
    faults = faults_of_future(entry, datetime.now(UTC))
    if faults:
        refuse(422, faults=faults)
    return entry


def faults_of(error: ValidationError) -> Iterable[Fault]:
    """What is wrong with what was sent, without what was sent."""
    # Without what was sent: it may be somebody's note.
    for fault in error.errors(include_input=False, include_url=False, include_context=False):
        is_of_kind = fault["type"].startswith("union_tag")
        # Of an entry, the first part of the place says of which kind it is.
        place = [str(part) for part in fault["loc"] if part not in _KINDS]
        field = "kind" if is_of_kind else ".".join(place)[:_LONGEST_FIELD] or "body"
        message = _SEND_A_KIND if is_of_kind else fault["msg"].removeprefix("Value error, ")
        yield Fault(field, message)
