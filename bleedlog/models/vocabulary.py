"""The closed vocabularies of the record: the words that are stored, travel and are counted.

Words for people ("It came on its own") live in templates; these are the domain's.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What an entry is. The names are those of the diary file, version 1."""

    BLEED = "bleed"
    BRUISE = "bruise"
    JOINT_PAIN = "joint_pain"
    INFUSION = "infusion"
    CHECK_IN = "check_in"
    OBSERVED = "observed"
    BLEED_COUNT = "bleed_count"
    GENE_THERAPY = "gene_therapy"
    FIX_ACTIVITY = "fix_activity"
    INHIBITOR = "inhibitor"
    ALT = "alt"
    AST = "ast"
    AFP = "afp"
    ANTIBODY = "antibody"
    STEROID_COURSE = "steroid_course"
    JOINT_SCORE = "joint_score"
    BACK_ON_PROPHYLAXIS = "back_on_prophylaxis"
    ADJUDICATION = "adjudication"
    REVIEW = "review"


BLEED_KINDS = frozenset({Kind.BLEED, Kind.BRUISE, Kind.JOINT_PAIN})
"""Kinds that can be, or be said to be, a bleed: the rows of the counting rule."""


class Manifestation(StrEnum):
    """How a bleed shows."""

    JOINT = "joint"
    MUSCLE = "muscle"
    NOSE = "nose"
    MOUTH_GUM = "mouth_gum"
    WOUND = "wound"
    SKIN = "skin"
    URINE = "urine"
    GUT = "gut"
    HEAD = "head"
    OTHER = "other"


class Site(StrEnum):
    """Where on the body."""

    SHOULDER = "shoulder"
    ELBOW = "elbow"
    WRIST = "wrist"
    HIP = "hip"
    KNEE = "knee"
    ANKLE = "ankle"
    HAND = "hand"
    FOOT = "foot"
    FINGER = "finger"
    TOE = "toe"
    HEAD = "head"
    FACE = "face"
    EYE = "eye"
    JAW = "jaw"
    NECK = "neck"
    THROAT = "throat"
    CHEST = "chest"
    BACK = "back"
    ABDOMEN = "abdomen"
    GROIN = "groin"
    GENITALS = "genitals"
    UPPER_ARM = "upper_arm"
    FOREARM = "forearm"
    BUTTOCK = "buttock"
    ILIOPSOAS = "iliopsoas"
    THIGH = "thigh"
    CALF = "calf"
    OTHER = "other"


JOINT_SITES = frozenset({Site.SHOULDER, Site.ELBOW, Site.WRIST, Site.HIP, Site.KNEE, Site.ANKLE})
"""Sites that are joints (counting rule 1, point 3)."""


class Side(StrEnum):
    """Which side, the person's own; blank is a side of its own."""

    LEFT = "left"
    RIGHT = "right"
    MIDDLE = "middle"


class Cause(StrEnum):
    """Why it began; never defaulted."""

    SPONTANEOUS = "spontaneous"
    TRAUMATIC = "traumatic"
    ACTIVITY = "activity"
    SURGICAL = "surgical"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    """Is it a bleed?"""

    CERTAIN = "certain"
    UNSURE = "unsure"


class Severity(StrEnum):
    """How bad the bleed is."""

    MINOR = "minor"
    MODERATE = "moderate"
    MAJOR = "major"


class Treated(StrEnum):
    """Was clotting factor taken for it?"""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Response(StrEnum):
    """How well treatment worked (PhenX 910101, ISTH)."""

    EXCELLENT = "excellent"
    GOOD = "good"
    MODERATE = "moderate"
    NONE = "none"


class OtherTreatment(StrEnum):
    """What was done beside clotting factor."""

    TRANEXAMIC_ACID = "tranexamic_acid"
    ICE_AND_REST = "ice_and_rest"
    PAINKILLER = "painkiller"
    DRESSING = "dressing"
    OTHER = "other"


class Size(StrEnum):
    """How big a bruise is."""

    COIN = "coin"
    PALM = "palm"
    LARGER = "larger"


class Stiffness(StrEnum):
    """How stiff a joint is."""

    NONE = "none"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class InfusionReason(StrEnum):
    """Why clotting factor was infused."""

    PROPHYLAXIS = "prophylaxis"
    BLEED = "bleed"
    FOLLOW_UP = "follow_up"
    BEFORE_ACTIVITY = "before_activity"
    SURGERY = "surgery"
    OTHER = "other"


class GivenBy(StrEnum):
    """Who gave the infusion."""

    SELF = "self"
    CARER = "carer"
    SCHOOL = "school"
    HOSPITAL = "hospital"


class Answer(StrEnum):
    """What a check-in says of its days."""

    NO_BLEEDS = "no_bleeds"
    HAD_BLEEDS = "had_bleeds"


class Verdict(StrEnum):
    """What a clinic settles about an entry."""

    BLEED = "bleed"
    NOT_A_BLEED = "not_a_bleed"
    SAME_AS = "same_as"


class Assay(StrEnum):
    """How factor IX activity was measured; never mixed in one line."""

    ONE_STAGE = "one_stage"
    CHROMOGENIC = "chromogenic"


class Source(StrEnum):
    """How an entry came to be known."""

    PROSPECTIVE = "prospective"
    RECALLED = "recalled"
    IMPORTED = "imported"
    CLINIC = "clinic"


class Precision(StrEnum):
    """How exactly the time of an entry is known."""

    EXACT = "exact"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    MONTH = "month"


class ActingAs(StrEnum):
    """In which part somebody acted: wrote an entry, looked at a diary."""

    PATIENT = "patient"
    CARER = "carer"
    CLINIC = "clinic"
    CONSOLE = "console"


class PatientSeverity(StrEnum):
    """Severity of haemophilia B by factor IX activity (NICE TA989 3.1)."""

    SEVERE = "severe"
    MODERATE = "moderate"
    MILD = "mild"


class AccessRole(StrEnum):
    """What a user may do with a patient's diary."""

    PATIENT = "patient"
    CARER_READ = "carer_read"
    CARER_LOG = "carer_log"
    CARER_MANAGE = "carer_manage"


class StaffRole(StrEnum):
    """What a member of a clinic may do there."""

    CLINICIAN = "clinician"
    VIEWER = "viewer"
    ADMIN = "admin"
