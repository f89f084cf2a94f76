"""Ids of the diary file: any text in the file, always the same UUID in the record."""

import re
from collections.abc import Mapping
from typing import Final
from uuid import UUID, uuid5

ID_LENGTH: Final = 80

_NAMESPACE: Final = UUID("6d1f6f0e-3f0b-5b0e-9c5c-0b1eed109001")
"""Fixed for ever: the same file must give the same ids at every import."""

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def entry_id(text: str) -> UUID:
    """The entry that a cell of `id`, `same_as` or `treats` means; a UUID means itself."""
    if _UUID.fullmatch(text):
        return UUID(text)
    return uuid5(_NAMESPACE, f"id {text}")


def id_of_content(filled: Mapping[str, str], occurrence: int) -> UUID:
    """The id of a row that has none, from its filled cells by column, the name left out.

    The columns' order is no matter. `occurrence` counts rows of the same content within a
    person's, from 1.
    """
    content = "\x1e".join(
        f"{column}\x1f{cell}" for column, cell in sorted(filled.items()) if column != "patient"
    )
    return uuid5(_NAMESPACE, f"row {occurrence} {content}")


def adjudication_id(about: UUID) -> UUID:
    """The id of the verdict that a row's column `adjudication` gives."""
    return uuid5(_NAMESPACE, f"adjudication {about}")
