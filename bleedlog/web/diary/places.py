"""Where something is: one value a place, as the body map and the list offer it."""

from dataclasses import dataclass
from typing import Any

from bleedlog.models.vocabulary import JOINT_SITES, Manifestation, Side, Site
from bleedlog.web.words import SITES, place_words

_JOINTS = (Site.SHOULDER, Site.ELBOW, Site.WRIST, Site.HIP, Site.KNEE, Site.ANKLE)
_MUSCLES = (Site.UPPER_ARM, Site.FOREARM, Site.BUTTOCK, Site.THIGH, Site.CALF, Site.ILIOPSOAS)
_LIMBS = (Site.HAND, Site.FINGER, Site.FOOT, Site.TOE)
_MIDDLE = (Site.FACE, Site.JAW, Site.NECK, Site.CHEST, Site.BACK, Site.ABDOMEN, Site.GROIN)
_SIDES = (Side.LEFT, Side.RIGHT)


@dataclass(frozen=True, slots=True)
class Place:
    """One choice of "Where is it?"."""

    value: str
    label: str
    manifestation: Manifestation | None
    site: Site | None
    side: Side | None


def _sided(site: Site, side: Side, manifestation: Manifestation | None) -> Place:
    value = f"{side}-{site.value.replace('_', '-')}"
    return Place(value, place_words(site, side), manifestation, site, side)


def _single(site: Site, manifestation: Manifestation | None) -> Place:
    return Place(site.value.replace("_", "-"), place_words(site, None), manifestation, site, None)


JOINTS = tuple(_sided(site, side, Manifestation.JOINT) for site in _JOINTS for side in _SIDES)

BLEED_PLACES: tuple[Place, ...] = (
    *JOINTS,
    Place("nosebleed", "Nosebleed", Manifestation.NOSE, None, None),
    Place("bleeding-gums", "Bleeding gums", Manifestation.MOUTH_GUM, None, None),
    Place("wound", "A wound that keeps bleeding", Manifestation.WOUND, None, None),
    *(_sided(site, side, Manifestation.MUSCLE) for site in _MUSCLES for side in _SIDES),
    *(_sided(site, side, Manifestation.OTHER) for site in _LIMBS for side in _SIDES),
    *(_sided(Site.EYE, side, Manifestation.OTHER) for side in _SIDES),
    Place("head", "Head", Manifestation.HEAD, Site.HEAD, None),
    Place("throat", "Throat", Manifestation.OTHER, Site.THROAT, None),
    *(_single(site, Manifestation.OTHER) for site in _MIDDLE),
    Place("wee", "Blood in wee", Manifestation.URINE, None, None),
    Place("poo", "Blood in poo or sick", Manifestation.GUT, None, None),
    Place("other", "Somewhere else", Manifestation.OTHER, None, None),
)

BRUISE_PLACES: tuple[Place, ...] = (
    *(_sided(site, side, None) for site in _JOINTS for side in _SIDES),
    *(_sided(site, side, None) for site in (*_MUSCLES[:-1], *_LIMBS) for side in _SIDES),
    *(_sided(Site.EYE, side, None) for side in _SIDES),
    _single(Site.HEAD, None),
    *(_single(site, None) for site in _MIDDLE),
    Place("other", "Somewhere else", None, Site.OTHER, None),
)

PAIN_PLACES: tuple[Place, ...] = (
    *(_sided(site, side, None) for site in (*_JOINTS, *_LIMBS) for side in _SIDES),
    *(_single(site, None) for site in (Site.JAW, Site.NECK, Site.BACK)),
)


def choices(places: tuple[Place, ...]) -> dict[str, str]:
    """The places as a form's choices: label by value."""
    return {place.value: place.label for place in places}


def place_called(places: tuple[Place, ...], value: str) -> Place:
    """The place of that value, which the form has checked."""
    return next(place for place in places if place.value == value)


def place_of(places: tuple[Place, ...], entry: Any) -> Place | None:
    """Which choice stands for an entry's place; None for one that the form does not offer."""
    for place in places:
        same_where = (place.site, place.side) == (entry.site, entry.side)
        shows = entry.manifestation
        if shows is None and entry.site in JOINT_SITES and place.manifestation is not None:
            shows = Manifestation.JOINT
        if same_where and (place.manifestation == shows or place.manifestation is None):
            return place
    return None


__all__ = [
    "BLEED_PLACES",
    "BRUISE_PLACES",
    "JOINTS",
    "PAIN_PLACES",
    "SITES",
    "Place",
    "choices",
    "place_called",
    "place_of",
]
