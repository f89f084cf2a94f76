"""For whom passkeys are made: the host of the address that people use, never of a request."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

NAME = "bleedlog"


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """What browsers bind a passkey to (WebAuthn: RP id and origin)."""

    id: str
    origin: str


def relying_party(base_url: str) -> RelyingParty | None:
    """The party at that address, or None where passkeys cannot work: at a number, not a name."""
    host = urlsplit(base_url).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return RelyingParty(id=host, origin=base_url)
    return None
