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
