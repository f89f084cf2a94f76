"""Who sees a diary, who looked at it: carers, clinics, emergencies."""

from bleedlog.web.sharing import child, clinics, hand_over, invite, looked, people
from bleedlog.web.sharing.blueprint import blueprint

__all__ = ["blueprint", "child", "clinics", "hand_over", "invite", "looked", "people"]
