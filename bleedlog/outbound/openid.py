"""An OpenID Connect provider: where people are sent, and what its answer is worth.

The code flow with PKCE (RFC 7636). An identity token counts only if the provider's own current key
signed it, for us, now, and for the question that was asked (OpenID Connect Core 3.1.3.7).
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from bleedlog.config import LOOPBACK_HOSTS, ProviderSettings

SECONDS = 5
"""How long the provider may take over one answer: less than a worker has for a request."""
KNOWN_FOR = 3600
"""Seconds for which its addresses and keys are kept."""
ASKED_AGAIN = 60
"""Seconds after which a key that is still not known is looked for again."""
LEEWAY = 60
"""Seconds by which its clock may differ."""
SIGNED_BY = frozenset(
    f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)
) | {"EdDSA"}
"""Signatures by a key that only the provider has: never "none", never by a shared secret."""


class ProviderAwayError(Exception):
    """The provider cannot be reached, or its own description makes no sense. Says no more."""


class ProviderAnswerError(Exception):
    """What came back proves nothing. Says the kind of fault; nothing of what was sent."""


@dataclass(frozen=True, slots=True)
class Question:
    """What one browser is sent to answer; all three are random and count once."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says that somebody is."""

    issuer: str
    subject: str
    factors: frozenset[str]
    """How they proved it there: `acr`, every `amr`, `vot`."""
    name: str
    """As it knows them, to show to themselves; may be blank."""


class OpenIDProvider:
    """One provider. Nothing is asked of it before somebody wants to sign in there."""

    def __init__(self, settings: ProviderSettings, *, redirect_uri: str) -> None:
        """Name it, and where it sends people back to."""
        self.settings = settings
        self._redirect_uri = redirect_uri
        self._metadata: Mapping[str, Any] = {}
        self._keys: Mapping[str, Any] = {}
        self._metadata_at = self._keys_at = self._looked_again_at = float("-inf")

    def new_question(self) -> Question:
        """A question that was never asked before."""
        from authlib.common.security import generate_token  # noqa: PLC0415 - as in `_client`

        return Question(generate_token(43), generate_token(43), generate_token(64))

    def address_for(self, question: Question) -> str:
        """Where to send the browser.

        Raises:
            ProviderAwayError: if the provider cannot be reached.
        """
        more = {"acr_values": self.settings.acr_values} if self.settings.acr_values else {}
        endpoint = self._endpoint("authorization_endpoint")
        address: str
        with self._client() as client:
            address, _ = client.create_authorization_url(
                endpoint,
                state=question.state,
                nonce=question.nonce,
                code_verifier=question.verifier,
                **more,
            )
        return address

    def identity(self, *, code: str, question: Question) -> Identity:
        """Who it is, by the code that the browser brought back.

        Raises:
            ProviderAwayError: if the provider cannot be reached.
            ProviderAnswerError: if its answer proves nothing.
        """
        from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415
        from requests import RequestException  # noqa: PLC0415

        endpoint = self._endpoint("token_endpoint")
        try:
            with self._client() as client:
                answer = client.fetch_token(
                    endpoint,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=question.verifier,
                )
        except RequestException as error:
            raise ProviderAwayError from error
        except (AuthlibBaseError, ValueError) as error:
            raise ProviderAnswerError(type(error).__name__) from None
        token = answer.get("id_token")
        if not isinstance(token, str):
            message = "no identity token"
            raise ProviderAnswerError(message)
        return _identity(self._verified(token, answer, question.nonce), self.settings)

    def _verified(self, token: str, answer: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        from authlib.oidc.core import CodeIDToken  # noqa: PLC0415
        from joserfc.errors import JoseError  # noqa: PLC0415

        try:
            signed = self._signed(token)
            claims = CodeIDToken(
                signed.claims,
                signed.header,
                {
                    "iss": {"essential": True, "value": self.settings.issuer},
                    "aud": {"essential": True, "value": self.settings.client_id},
                },
                {
                    "nonce": nonce,
                    "client_id": self.settings.client_id,
                    "access_token": answer.get("access_token"),
                },
            )
            claims.validate(leeway=LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise ProviderAnswerError(type(error).__name__) from None
        return dict(claims)

    def _signed(self, token: str) -> Any:
        from joserfc import jwt  # noqa: PLC0415
        from joserfc.errors import InvalidKeyIdError  # noqa: PLC0415

        offered = self._described().get("id_token_signing_alg_values_supported") or SIGNED_BY
        algorithms = sorted(SIGNED_BY & set(offered))
        try:
            return jwt.decode(token, self._key_set(), algorithms)
        except InvalidKeyIdError:
            # It has a new key since we asked; or somebody made one up, who must not make us ask.
            if time.monotonic() - self._looked_again_at < ASKED_AGAIN:
                raise
            self._looked_again_at, self._keys_at = time.monotonic(), float("-inf")
            return jwt.decode(token, self._key_set(), algorithms)

    def _key_set(self) -> Any:
        from joserfc.jwk import KeySet  # noqa: PLC0415

        if time.monotonic() - self._keys_at > KNOWN_FOR:
            self._keys = self._fetch(self._endpoint("jwks_uri"))
            self._keys_at = time.monotonic()
        return KeySet.import_key_set({"keys": list(self._keys.get("keys", []))})

    def _described(self) -> Mapping[str, Any]:
        if time.monotonic() - self._metadata_at > KNOWN_FOR:
            issuer = self.settings.issuer
            found = self._fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != issuer:
                raise ProviderAwayError
            self._metadata, self._metadata_at = MappingProxyType(dict(found)), time.monotonic()
        return self._metadata

    def _endpoint(self, name: str) -> str:
        address = str(self._described().get(name, ""))
        parts = urlsplit(address)
        is_own = parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS
        if not (parts.scheme == "https" or (is_own and self.settings.issuer.startswith("http:"))):
            raise ProviderAwayError
        return address

    def _fetch(self, address: str) -> Mapping[str, Any]:
        from requests import RequestException  # noqa: PLC0415

        try:
            with self._client() as client:
                response = client.get(address, withhold_token=True)
                response.raise_for_status()
                found = response.json()
        except (RequestException, ValueError) as error:
            raise ProviderAwayError from error
        if not isinstance(found, dict):
            raise ProviderAwayError
        return found

    def _client(self) -> Any:
        # Loaded by whoever signs in at a provider: a worker that shows a diary does without.
        from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415
        from authlib.oauth2.rfc7523 import PrivateKeyJWT  # noqa: PLC0415

        settings = self.settings
        client = OAuth2Session(
            settings.client_id,
            settings.client_secret or settings.private_key,
            scope="openid profile",
            redirect_uri=self._redirect_uri,
            code_challenge_method="S256",
            token_endpoint_auth_method=self._way_to_authenticate(),
            default_timeout=SECONDS,
        )
        # Who answers is who was asked: nothing is followed elsewhere.
        client.max_redirects = 0
        if settings.private_key:
            client.register_client_auth_method(
                PrivateKeyJWT(self._metadata.get("token_endpoint"), alg=self._signs_with())
            )
        return client

    def _way_to_authenticate(self) -> str:
        if self.settings.private_key:
            return "private_key_jwt"
        ways = self._metadata.get("token_endpoint_auth_methods_supported", [])
        only_post = "client_secret_post" in ways and "client_secret_basic" not in ways
        return "client_secret_post" if only_post else "client_secret_basic"

    def _signs_with(self) -> str:
        offered = self._metadata.get("token_endpoint_auth_signing_alg_values_supported", [])
        return "RS256" if "RS256" in offered or "RS512" not in offered else "RS512"


def _identity(claims: Mapping[str, Any], settings: ProviderSettings) -> Identity:
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 255 or "\x00" in subject:
        message = "no subject"
        raise ProviderAnswerError(message)
    amr = claims.get("amr")
    told = [claims.get("acr"), claims.get("vot"), *(amr if isinstance(amr, list) else [])]
    name = claims.get("name") or claims.get("preferred_username") or ""
    return Identity(
        issuer=settings.issuer,
        subject=subject,
        factors=frozenset(one for one in told if isinstance(one, str)),
        name=str(name)[:120],
    )
