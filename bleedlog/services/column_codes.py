"""The vocabulary's words as the small integers of columns, and back."""

from collections.abc import Mapping
from typing import Final

from bleedlog.models.vocabulary import (
    JOINT_SITES,
    Answer,
    Cause,
    Certainty,
    Kind,
    Manifestation,
    Side,
    Site,
    Verdict,
)
from bleedlog.statistics import codes

_FIRST_OTHER_MANIFESTATION = 10

KIND_CODES: Final[Mapping[str, int]] = {
    Kind.BLEED: codes.Kind.BLEED,
    Kind.BRUISE: codes.Kind.BRUISE,
    Kind.JOINT_PAIN: codes.Kind.JOINT_PAIN,
}
MANIFESTATION_CODES: Final[Mapping[str | None, int]] = {
    **{word: code for code, word in enumerate(Manifestation, _FIRST_OTHER_MANIFESTATION)},
    None: codes.Manifestation.BLANK,
    Manifestation.JOINT: codes.Manifestation.JOINT,
    Manifestation.SKIN: codes.Manifestation.SKIN,
    Manifestation.OTHER: codes.Manifestation.OTHER,
}
SITE_CODES: Final[Mapping[str | None, int]] = {
    None: codes.BLANK,
    **{word: code for code, word in enumerate(Site, 1)},
}
SIDE_CODES: Final[Mapping[str | None, int]] = {
    None: codes.BLANK,
    **{word: code for code, word in enumerate(Side, 1)},
}
CAUSE_CODES: Final[Mapping[str | None, int]] = {
    None: codes.Cause.BLANK,
    **{word: codes.Cause[word.name] for word in Cause},
}
CERTAINTY_CODES: Final[Mapping[str | None, int]] = {
    None: codes.Certainty.BLANK,
    **{word: codes.Certainty[word.name] for word in Certainty},
}
VERDICT_CODES: Final[Mapping[str, int]] = {
    Verdict.BLEED: codes.Adjudication.BLEED,
    Verdict.NOT_A_BLEED: codes.Adjudication.NOT_A_BLEED,
    # Says which bleed it belongs to, not that it is one.
    Verdict.SAME_AS: codes.Adjudication.BLANK,
}
SPAN_CODES: Final[Mapping[tuple[str, str | None], int]] = {
    (Kind.CHECK_IN, Answer.NO_BLEEDS): codes.Span.NO_BLEEDS,
    (Kind.CHECK_IN, Answer.HAD_BLEEDS): codes.Span.HAD_BLEEDS,
    (Kind.CHECK_IN, None): codes.Span.FORGOTTEN,
    (Kind.OBSERVED, None): codes.Span.OBSERVED,
    (Kind.BLEED_COUNT, None): codes.Span.BLEED_COUNT,
}
"""By kind and answer."""

JOINT_SITE_CODES: Final = frozenset(SITE_CODES[site] for site in JOINT_SITES)

_SITES = {SITE_CODES[site]: site for site in Site}
_SIDES = {SIDE_CODES[side]: side for side in Side}
_MANIFESTATIONS = {MANIFESTATION_CODES[word]: word for word in Manifestation}


def site_of(code: int) -> Site | None:
    """The site of that code, None where blank."""
    return _SITES.get(code)


def side_of(code: int) -> Side | None:
    """The side of that code, None where blank."""
    return _SIDES.get(code)


def manifestation_of(code: int) -> Manifestation | None:
    """The manifestation of that code, None where blank."""
    return _MANIFESTATIONS.get(code)
