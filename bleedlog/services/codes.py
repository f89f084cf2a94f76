"""Codes that travel in a link: easy to read out, impossible to guess, kept as a hash.

A code stands after the `#` of its link, which browsers send to nobody: it is in no log, no Referer,
and a mail scanner that follows the link does not use it up.
"""

import hashlib
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: without i, l, o and u, which are mistaken for others when read out."""
LENGTH = 28
"""Of five bits each: 140 bits."""
GROUP = 4

_MISREAD = str.maketrans("ilo", "110")


def new_code() -> str:
    """A code that nobody has seen before: 28 letters and digits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def hash_of_code(typed: str) -> str:
    """SHA-256 in hexadecimal of a code as somebody typed or pasted it.

    Spaces, dashes and capitals make no difference, and letters that look like digits are digits.
    """
    plain = "".join(letter for letter in typed.lower() if letter.isalnum()).translate(_MISREAD)
    return hashlib.sha256(plain.encode()).hexdigest()


def in_groups(code: str) -> str:
    """A code as it is printed: `k7qm-2x9d-...`."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def link_to(base_url: str, path: str, code: str) -> str:
    """The link that brings the code to a page; `base_url` comes from the settings alone."""
    return f"{base_url}{path}#{code}"
