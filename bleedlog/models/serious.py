"""Which entries may be serious, so that the person is told at once where to call.

[check]: the places and signs are from general knowledge of the field (bleeds at these places can
threaten life, an eye or a limb before they hurt) and need a clinician's word before clinical use.
"""

from typing import Any

from bleedlog.models.vocabulary import Kind, Manifestation, Severity, Site, Size

SERIOUS_SITES = frozenset(
    {
        *(Site.HEAD, Site.EYE, Site.NECK, Site.THROAT),
        *(Site.ABDOMEN, Site.GROIN, Site.ILIOPSOAS),
    }
)
SERIOUS_MANIFESTATIONS = frozenset({Manifestation.HEAD, Manifestation.GUT})
SERIOUS_SEVERITIES = frozenset({Severity.MAJOR})
SERIOUS_PAIN = 8
"""Pain of 0 to 10 from which anything is serious, wherever it is."""

SKIN_DEEP_SITES = frozenset({Site.ABDOMEN})
"""Where a bruise alone is no sign: it must be one of `SKIN_DEEP_SIZES`, or hurt at all."""
SKIN_DEEP_SIZES = frozenset({Size.LARGER})


def is_serious(entry: Any) -> bool:
    """Whether a bleed, bruise or joint pain is one of which people are warned.

    `entry`: an entry as it is stored, or its input: kind, manifestation, site, severity, pain
    (0 to 10) and size, each of them may be None.
    """
    if entry.severity in SERIOUS_SEVERITIES or (entry.pain or 0) >= SERIOUS_PAIN:
        return True
    if entry.manifestation in SERIOUS_MANIFESTATIONS:
        return True
    if entry.kind is Kind.BRUISE and entry.site in SKIN_DEEP_SITES:
        return entry.size in SKIN_DEEP_SIZES or bool(entry.pain)
    return entry.site in SERIOUS_SITES
