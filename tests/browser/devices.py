"""A device in the browser that makes and uses passkeys, and checks who holds it."""

from typing import Any

from playwright.sync_api import Page


class Device:
    """Chromium's virtual authenticator, in one tab."""

    def __init__(self, tab: Page) -> None:
        """Plug it in."""
        self._wire = tab.context.new_cdp_session(tab)
        self._wire.send("WebAuthn.enable")
        added: dict[str, Any] = self._wire.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        self._id = added["authenticatorId"]

    def recognise(self, *, holder: bool) -> None:
        """Say whether whoever holds it is who it knows."""
        self._wire.send(
            "WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": holder}
        )

    @property
    def passkeys(self) -> int:
        """How many it keeps."""
        found: dict[str, Any] = self._wire.send(
            "WebAuthn.getCredentials", {"authenticatorId": self._id}
        )
        return len(found["credentials"])
