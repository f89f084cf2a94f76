"""A device that makes and uses passkeys, written from the WebAuthn standard.

It does what it is told, also what no honest device would do: leave out the person's check, answer
for another site, repeat itself.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def encoded(raw: bytes) -> str:
    """Base64url without padding, as browsers write it."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """What `encoded` wrote."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class PasskeyDevice:
    """One device with one passkey."""

    origin: str
    site: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user_handle: bytes = b""
    counts: bool = False
    """Whether it counts its signatures; one that is synchronised does not."""
    count: int = 0
    flags: int = PRESENT | VERIFIED

    def make(self, options: str) -> str:
        """The answer to what a page asks of `navigator.credentials.create`, as `toJSON()`."""
        asked = json.loads(options)
        self.user_handle = decoded(asked["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public_key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        attested = bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id
        data = self._authenticator_data(ATTESTED) + attested + cbor2.dumps(public_key)
        statement = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client_data("webauthn.create", asked["challenge"])
        return self._credential(
            clientDataJSON=encoded(client), attestationObject=encoded(statement)
        )

    def use(self, options: str) -> str:
        """The answer to what a page asks of `navigator.credentials.get`, as `toJSON()`."""
        client = self._client_data("webauthn.get", json.loads(options)["challenge"])
        self.count += self.counts
        data = self._authenticator_data()
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._credential(
            clientDataJSON=encoded(client),
            authenticatorData=encoded(data),
            signature=encoded(signature),
            userHandle=encoded(self.user_handle),
        )

    def _client_data(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _authenticator_data(self, more: int = 0) -> bytes:
        site = hashlib.sha256(self.site.encode()).digest()
        return site + bytes([self.flags | more]) + self.count.to_bytes(4)

    def _credential(self, **response: str) -> str:
        told: dict[str, Any] = {
            "id": encoded(self.credential_id),
            "rawId": encoded(self.credential_id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": response,
        }
        return json.dumps(told)
