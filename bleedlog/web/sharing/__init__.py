"""Who sees a diary, who looked at it: carers, clinics, emergencies."""

from bleedlog.web.sharing import looked
from bleedlog.web.sharing.blueprint import blueprint

__all__ = ["blueprint", "looked"]
