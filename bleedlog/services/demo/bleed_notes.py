"""What invented people write beside a bleed, and what they notice."""

from bleedlog.models.vocabulary import Cause, Manifestation

NOTES: dict[Cause, tuple[str, ...]] = {
    Cause.SPONTANEOUS: (
        "Woke up with it.",
        "Felt the tingle in the evening, so I took factor early.",
        "Came on while I sat at my desk.",
        "No idea why. I had done nothing special.",
    ),
    Cause.TRAUMATIC: (
        "Knocked it on the edge of the table.",
        "Slipped on the wet steps at the station.",
        "The dog pulled me over.",
        "Caught it on a shelf at work.",
    ),
    Cause.ACTIVITY: (
        "After the long walk on Sunday.",
        "Helped a friend move house.",
        "Five-a-side, and I stayed on too long.",
        "Dug over the whole vegetable bed in one go.",
    ),
    Cause.UNKNOWN: ("Not sure when it began.", "Might have been there since the morning."),
    Cause.SURGICAL: ("After the dentist took the tooth out.",),
}
PRIVATE_NOTES = (
    "I was low all day and did not tell anybody.",
    "Did not want to cancel again, so I went to work with it.",
    "Worried about the holiday now.",
)
AGAIN_NOTES = (
    "Swelled up again overnight.",
    "It was nearly gone, then the stairs brought it back.",
    "Still the same one, I think.",
)
SYMPTOMS: dict[Manifestation, tuple[str, ...]] = {
    Manifestation.JOINT: ("swelling", "warmth", "tingling", "stiffness", "hard_to_move"),
    Manifestation.MUSCLE: ("swelling", "stiffness", "hard_to_move", "warmth"),
}
HOURS: dict[Manifestation, tuple[float, float]] = {
    Manifestation.JOINT: (20, 100),
    Manifestation.MUSCLE: (30, 130),
    Manifestation.NOSE: (0.3, 4),
    Manifestation.MOUTH_GUM: (0.5, 12),
    Manifestation.WOUND: (0.5, 18),
    Manifestation.URINE: (20, 70),
    Manifestation.OTHER: (8, 60),
}
"""How long a bleed goes on."""

PAIN: dict[Manifestation, tuple[int, int]] = {
    Manifestation.JOINT: (3, 8),
    Manifestation.MUSCLE: (3, 7),
    Manifestation.NOSE: (0, 1),
    Manifestation.MOUTH_GUM: (0, 3),
    Manifestation.WOUND: (1, 4),
    Manifestation.URINE: (0, 2),
    Manifestation.OTHER: (1, 5),
}
