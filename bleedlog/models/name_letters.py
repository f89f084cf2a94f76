"""Letters of names as people type them who look for somebody."""

import unicodedata
from typing import Final

_ALIKE: Final = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "\u02bc": "'",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "\u0131": "i",
    }
    | {"æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that Unicode does not take apart into a plain one and a sign, in small."""


def plain_letters(text: str) -> str:
    """Small letters without accents and strokes, apostrophes all alike: "Łukasz" is "lukasz"."""
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(one for one in apart if not unicodedata.combining(one))
    return plain.casefold().translate(_ALIKE)


def is_part_of_name(part: str, name: str) -> bool:
    """Whether a name has that part, both in plain letters; an apostrophe may be there or not.

    Registers write "ONeill" for O'Neill as often as not.
    """
    bare = part.replace("'", "")
    return part in name or (bool(bare) and bare in name.replace("'", ""))
