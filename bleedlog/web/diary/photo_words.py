"""Photos as a person reads of them: what is there, what was not taken and what to do now."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from bleedlog.models.moment import zone_of
from bleedlog.models.picture import MOST_PHOTOS, PhotoFault
from bleedlog.web.words import clock_words

CHOOSE_AGAIN = "Choose your photos again: this page could not keep them"

FAULTS = {
    PhotoFault.EMPTY: "There was nothing in it. Choose a photo.",
    PhotoFault.TOO_MANY_BYTES: "It is larger than 10 MB. Choose a smaller one.",
    PhotoFault.TOO_MANY_PIXELS: "It has more than 40 megapixels. Choose a smaller one.",
    PhotoFault.NOT_A_PHOTO: "It is no photo that we can read. Choose a JPEG, PNG, WebP or HEIC.",
    PhotoFault.BROKEN: "It is damaged or not whole. Choose it again, or take a new one.",
    PhotoFault.TOO_MANY: f"There is room for {MOST_PHOTOS} photos. Take one out to add another.",
    PhotoFault.NOT_NOW: "We could not store it just now. Add it again in a minute.",
}


@dataclass(frozen=True, slots=True)
class PhotoShown:
    """One photo of an entry's page."""

    id: str
    name: str
    """Such as "Photo 2": what its buttons call it."""
    added: str
    src: str
    width: int
    height: int
    is_out: bool
    may_change: bool


def photos_shown(
    listed: Sequence[Any], zone: str, entry_path: str, query: str = ""
) -> list[PhotoShown]:
    """The photos of the entry at that path, numbered as added.

    `query` is what links carry to stay in the diary.
    """
    return [
        PhotoShown(
            id=str(one.photo.id),
            name=f"Photo {number}",
            added=_when(one.photo.added_at, zone),
            src=f"{entry_path}/photos/{one.photo.id}{query}",
            width=one.photo.width,
            height=one.photo.height,
            is_out=one.photo.withdrawn_at is not None,
            may_change=one.may_change,
        )
        for number, one in enumerate(listed, 1)
    ]


def _when(at: datetime, zone: str) -> str:
    local = at.astimezone(zone_of(zone))
    return f"{local.day} {local:%b}, {clock_words(local.time())}"


def said_of(faults: Iterable[PhotoFault]) -> str:
    """Faults as an address carries them to the next page: words of our own, nobody's data."""
    return urlencode([("photo", fault.value) for fault in faults])


def faults_told(asked: Sequence[str]) -> tuple[str, list[str]]:
    """The heading and the sentences for the faults that an address carries."""
    known = [PhotoFault(word) for word in asked if word in set(PhotoFault)]
    counts = Counter(known)
    sentences = [
        FAULTS[fault] if number == 1 or len(counts) == 1 else f"{number} photos: {FAULTS[fault]}"
        for fault, number in counts.items()
    ]
    heading = "A photo was not added" if len(known) == 1 else f"{len(known)} photos were not added"
    return heading if known else "", sentences
