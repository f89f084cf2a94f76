"""The registry of entry kinds: each kind's input class. One row a kind, no branches elsewhere."""

from bleedlog.models.bleed import BleedInput, BruiseInput, JointPainInput
from bleedlog.models.check_in import BleedCountInput, CheckInInput, ObservedInput
from bleedlog.models.clinic_record import (
    AdjudicationInput,
    AfpInput,
    AltInput,
    AntibodyInput,
    AstInput,
    BackOnProphylaxisInput,
    FixActivityInput,
    InhibitorInput,
    JointScoreInput,
    ReviewInput,
    SteroidCourseInput,
)
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.infusion import GeneTherapyInput, InfusionInput
from bleedlog.models.vocabulary import Kind

INPUTS: dict[Kind, type[EntryInput]] = {
    input_class.kind: input_class
    for input_class in (
        BleedInput,
        BruiseInput,
        JointPainInput,
        InfusionInput,
        CheckInInput,
        ObservedInput,
        BleedCountInput,
        GeneTherapyInput,
        FixActivityInput,
        InhibitorInput,
        AltInput,
        AstInput,
        AfpInput,
        AntibodyInput,
        SteroidCourseInput,
        JointScoreInput,
        BackOnProphylaxisInput,
        AdjudicationInput,
        ReviewInput,
    )
}
