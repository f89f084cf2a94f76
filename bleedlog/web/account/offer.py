"""What an invitation offers, in words for whoever opens it."""

from dataclasses import dataclass

from bleedlog.models.invitation import InvitedAs
from bleedlog.services.invitations import OpenInvitation
from bleedlog.web.clinic.roles import WHAT_THEY_DO
from bleedlog.web.sharing.words import MAY

SOMEBODY = "Somebody"


@dataclass(frozen=True, slots=True)
class Offer:
    """A heading, and what it means, a paragraph a sentence or two."""

    heading: str
    means: tuple[str, ...]
    asks_about_carers: bool = False
    name: str | None = None
    """How the inviting person calls them."""


def offer_of(invitation: OpenInvitation) -> Offer:
    """The words of an invitation."""
    who = invitation.inviter_name or SOMEBODY
    whose = f"{invitation.patient_name}’s diary"
    clinic = invitation.clinic_name or ""
    match invitation.invited_as:
        case InvitedAs.STAFF:
            does = WHAT_THEY_DO[invitation.staff_role] if invitation.staff_role else ""
            return Offer(
                f"Work with {clinic}",
                (
                    f"{who} invites you. What you can do there: {does[:1].lower()}{does[1:]}.",
                    "You will set up a second step for signing in. Have your phone at hand.",
                ),
                name=invitation.name,
            )
        case InvitedAs.PATIENT:
            return Offer(
                f"{clinic} invites you",
                (
                    "Begin a diary of your bleeds on this phone.",
                    f"You decide whether {clinic} may look at it.",
                ),
                name=invitation.name,
            )
        case InvitedAs.CARER:
            may = MAY[invitation.access_role] if invitation.access_role else ""
            return Offer(f"Help with {whose}", (f"{who} asks you to help. You {may}.",))
        case InvitedAs.OWNER:
            return Offer(
                f"Take over {whose}",
                (
                    f"{who} kept it for you so far. From now on it is yours.",
                    "Clinics that may look now go on looking. You can stop that at any time.",
                ),
                asks_about_carers=True,
                name=invitation.name,
            )
