"""What a photo may be, as it is sent and as it is kept, and why one is not taken.

No database stands here: the program that reads strangers' bytes loads this and no more.
"""

from dataclasses import dataclass
from enum import StrEnum

MOST_SENT_BYTES = 10_000_000
"""Bytes of a photo as it is sent at most."""
MOST_SENT_PIXELS = 40_000_000
"""Pixels of a photo as it is sent at most: unpacked it still fits into memory."""
LONGEST_SIDE = 2048
"""Pixels along the longer side of a kept photo at most: a bruise is judged well with fewer."""
MOST_BYTES = 4_000_000
"""Bytes of a kept photo at most; pure noise of the largest size takes 3.2 million."""
MOST_PHOTOS = 6
"""Photos of one entry at most."""


class PhotoType(StrEnum):
    """How kept photos are written. One way, whatever was sent, so that one reader is enough."""

    JPEG = "image/jpeg"


class PhotoFault(StrEnum):
    """Why a photo was not taken."""

    EMPTY = "empty"
    TOO_MANY_BYTES = "too-many-bytes"
    TOO_MANY_PIXELS = "too-many-pixels"
    NOT_A_PHOTO = "not-a-photo"
    """Of no kind that is taken."""
    BROKEN = "broken"
    """Of a kind that is taken, but not whole or not sound."""
    TOO_MANY = "too-many"
    """The entry has `MOST_PHOTOS` already."""
    NOT_NOW = "not-now"
    """Nothing is wrong with the photo: it could not be seen to or stored now."""


class PhotoRefusedError(Exception):
    """A photo was not taken; nothing of it was stored."""

    def __init__(self, fault: PhotoFault) -> None:
        """Keep why."""
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it is kept: pixels, written by ourselves."""

    content: bytes
    media_type: PhotoType
    width: int
    height: int
