"""The OpenAPI document, made from the models that requests are read with."""

from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from typing import Any, Final

from flask import Response, jsonify
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bleedlog.models.vocabulary import Kind
from bleedlog.web.api.blueprint import VERSION, blueprint
from bleedlog.web.api.bodies import (
    Entries,
    EntriesQuery,
    Problem,
    RatesQuery,
    Stored,
    WhoseQuery,
)
from bleedlog.web.api.rates_body import Rates
from bleedlog.web.api.shapes import LOGGED_KINDS, SHAPES
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.sync.bodies import SessionOut, SyncIn, SyncOut

Json = dict[str, Any]

REFS: Final = "#/components/schemas/{model}"
_ANSWERS: Final = (Entries, Rates, SessionOut, Stored, SyncOut, Problem)
_ERRORS: Final = {
    "400": "The request could not be read.",
    "401": "Nobody is signed in, or the token is not good (any more).",
    "403": "The token has no scope for it.",
    "404": "No such diary, or none of yours.",
    "422": "Something that was sent will not do: see faults.",
    "429": "Too many bad tokens came from this address.",
    "503": "The record cannot be reached now.",
}
_ERRORS_OF_BODIES: Final = {"413": "Too large.", "415": "Not JSON."}


@blueprint.get("/openapi.json")
@open_to(Audience.ANYONE)
def openapi() -> Response:
    """What programs may ask, and what they get."""
    return jsonify(document())


@cache
def document() -> Json:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "bleedlog",
            "version": version("bleedlog"),
            "description": (
                "A bleeding diary's entries and figures, for programs of the person whose diary"
                " it is. Tokens are made on the page /more/tokens. A page of ours may ask with the"
                " session's cookie instead, and sends the header X-CSRFToken with what is stored."
            ),
        },
        "paths": {
            f"{VERSION}/entries": {
                "get": _operation(
                    "list_entries",
                    "Entries in the order of their last change, withdrawn ones as tombstones.",
                    "read",
                    EntriesQuery,
                    ("200", "Entries"),
                ),
                "post": _operation(
                    "log_entry",
                    "Add an entry. The id is yours: the same entry again is stored once.",
                    "log",
                    WhoseQuery,
                    ("201", "Stored"),
                    body="NewEntry",
                ),
            },
            f"{VERSION}/rates": {
                "get": _operation(
                    "get_rates",
                    "Bleeds a year by window, before and after treatment, as the command line's.",
                    "read",
                    RatesQuery,
                    ("200", "Rates"),
                )
            },
            f"{VERSION}/session": {
                "get": _operation(
                    "get_session",
                    "Who is signed in, their diaries, and the token for what they send.",
                    None,
                    None,
                    ("200", "SessionOut"),
                )
            },
            f"{VERSION}/sync": {
                "post": _operation(
                    "sync",
                    "Do what was kept while there was no signal, each deed once, and give what is"
                    " new. A program sends entries only; it pulls with the scope read, too.",
                    "log",
                    None,
                    ("200", "SyncOut"),
                    body="SyncIn",
                )
            },
        },
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-bleedlog",
                    "description": "The session of somebody signed in: for our own pages.",
                },
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token of the page /more/tokens, with the scope named.",
                },
            },
        },
    }


def _operation(
    name: str,
    summary: str,
    scope: str | None,
    query: type[BaseModel] | None,
    answer: tuple[str, str],
    *,
    body: str | None = None,
) -> Json:
    status, told = answer
    errors = _ERRORS | (_ERRORS_OF_BODIES if body else {})
    operation: Json = {
        "operationId": name,
        "summary": summary,
        "description": f"Needs a token with the scope {scope}."
        if scope
        else "Needs the cookie of a session; a token does not open it.",
        "security": [{"token": []}] if scope else [{"session": []}],
        "parameters": _parameters(query) if query else [],
        "responses": {
            status: _answer("As asked.", told),
            **{code: _answer(words, "Problem") for code, words in sorted(errors.items())},
        },
    }
    if body:
        operation["requestBody"] = {"required": True, "content": _content(body)}
    return operation


def _answer(words: str, name: str) -> Json:
    return {"description": words, "content": _content(name)}


def _content(name: str) -> Json:
    return {"application/json": {"schema": {"$ref": REFS.format(model=name)}}}


def _parameters(query: type[BaseModel]) -> list[Json]:
    # Enumerations are put in whole: a parameter has no definitions of its own.
    schema = query.model_json_schema(mode="validation", ref_template=REFS)
    found = []
    for name, told in schema["properties"].items():
        shape = {key: value for key, value in told.items() if key not in {"title", "description"}}
        options = shape.pop("anyOf", None)
        if options is not None:
            # A query leaves out what it does not say; it has no null.
            shape = next(one for one in options if one.get("type") != "null")
        elif shape.get("type") == "array":
            shape = {"type": "array", "items": schema["$defs"]["Source"]}
        parameter = {"name": name, "in": "query", "required": False, "schema": shape}
        if "description" in told:
            parameter["description"] = told["description"]
        found.append(parameter)
    return found


def _schemas() -> Json:
    models = [(model, "serialization") for model in _ANSWERS]
    shapes = [(shape, "validation") for shape in SHAPES.values()]
    sent = [(SyncIn, "validation")]
    _, found = models_json_schema([*models, *shapes, *sent], ref_template=REFS)  # type: ignore[list-item]
    schemas: Json = found["$defs"]
    schemas["NewEntry"] = _one_of(LOGGED_KINDS)
    entry = schemas["EntryOut"]["properties"]["entry"]
    schemas["EntryOut"]["properties"]["entry"] = {
        "description": entry["description"],
        "anyOf": [_one_of(SHAPES), {"type": "null"}],
    }
    item = schemas["SyncItem"]["properties"]["entry"]
    item["anyOf"] = [{"$ref": REFS.format(model="NewEntry")}, {"type": "null"}]
    return dict(sorted(schemas.items()))


def _one_of(kinds: Iterable[Kind]) -> Json:
    refs = {kind: REFS.format(model=SHAPES[kind].__name__) for kind in kinds}
    return {
        "oneOf": [{"$ref": ref} for ref in refs.values()],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {kind.value: ref for kind, ref in refs.items()},
        },
    }
