"""An OpenID Connect provider on this machine: real HTTP, real signatures, and lies on demand.

It signs everybody in whom it is told about. A test bends what it answers.
"""

import base64
import functools
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID = "bleedlog-of-tests"
CLIENT_SECRET = "a-secret-that-the-provider-gave"

Claims = dict[str, Any]


def new_key(name: str) -> RSAKey:
    """A key that nobody else has."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"}, auto_kid=False)


@functools.cache
def first_key() -> RSAKey:
    """The one that providers begin with: to find one takes a tenth of a second and more."""
    return new_key("first")


def _unchanged(told: Any) -> Any:
    return told


@dataclass
class Provider:
    """What it says, and what it was asked."""

    url: str = ""
    subject: str = "person-1"
    more: Claims = field(default_factory=dict)
    """Claims besides those that every token has: `amr`, `name`."""
    bend: Callable[[Claims], Claims] = _unchanged
    """What a token's claims become before they are signed."""
    sign: Callable[["Provider", Claims], str] | None = None
    """How they are signed, if not as they should be."""
    describe: Callable[[Claims], Claims] = _unchanged
    """What it says about itself."""
    key: RSAKey = field(default_factory=first_key)
    asked: list[str] = field(default_factory=list)
    """Paths, in order."""
    away: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    client_key: RSAKey | None = None
    """By which its client signs its requests, if it has no secret."""

    def rotate(self) -> None:
        """Sign with a new key from now on."""
        self.key = new_key(secrets.token_hex(4))

    def sent(self, address: str) -> str:
        """Sign somebody in who was sent there; gives where they are sent back to."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert query["client_id"] == CLIENT_ID
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        code = secrets.token_hex(16)
        self.codes[code] = query
        told = urlencode({"code": code, "state": query["state"]})
        return f"{query['redirect_uri']}?{told}"

    def description(self) -> Claims:
        """Its discovery document."""
        return self.describe(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            }
        )

    def _is_client(self, form: dict[str, str], authorization: str) -> bool:
        if self.client_key is None:
            told = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
            return authorization == f"Basic {told}"
        request = jwt.decode(form["client_assertion"], self.client_key, ["RS512"]).claims
        return (
            form["client_assertion_type"].endswith("client-assertion-type:jwt-bearer")
            and request["iss"] == request["sub"] == CLIENT_ID
            and request["aud"] == f"{self.url}/token"
            and request["exp"] > time.time()
        )

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, Claims]:
        """The answer to a code: once, to who has the secret and the verifier."""
        query = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        verifier = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            query is None
            or not self._is_client(form, authorization)
            or query["code_challenge"] != verifier
            or form.get("redirect_uri") != query["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = self.bend(
            {
                "iss": self.url,
                "sub": self.subject,
                "aud": CLIENT_ID,
                "iat": now,
                "exp": now + 300,
                "nonce": query["nonce"],
                **self.more,
            }
        )
        signed = self.sign(self, claims) if self.sign else signed_by(self.key, claims)
        return 200, {"access_token": secrets.token_hex(8), "token_type": "Bearer",
                     "id_token": signed}  # fmt: skip


def public_of(key: RSAKey) -> RSAKey:
    """What everybody may know of a key."""
    return RSAKey.import_key(key.as_dict(private=False))


def signed_by(key: RSAKey, claims: Claims, algorithm: str = "RS256") -> str:
    """Claims as a token."""
    return jwt.encode({"alg": algorithm, "kid": key.kid}, claims, key, [algorithm])


def unsigned(_provider: Provider, claims: Claims) -> str:
    """A token that says that it needs no signature."""
    parts = [json.dumps(part).encode() for part in ({"alg": "none", "kid": "first"}, claims)]
    head, body = (base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    return f"{head}.{body}."


def signed_with_public_key(provider: Provider, claims: Claims) -> str:
    """A token whose signature is made from what everybody knows, as if it were a shared secret."""
    import hmac

    public = provider.key.as_pem(private=False)
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256", "kid": "first"}, claims)]
    head, body = (base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    mac = hmac.digest(public, f"{head}.{body}".encode(), "sha256")
    return f"{head}.{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def signed_by_another(_provider: Provider, claims: Claims) -> str:
    """A token that names the provider's key and is signed by another."""
    return signed_by(new_key("first"), claims)


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Serve one on a port that is free."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            provider.asked.append(path)
            if provider.away:
                return self._answer(503, {})
            if path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.sent(self.path))
                self.end_headers()
                return None
            found: dict[str, Callable[[], Claims]] = {
                "/.well-known/openid-configuration": provider.description,
                "/keys": lambda: {"keys": [provider.key.as_dict(private=False)]},
            }
            return self._answer(200, found[path]()) if path in found else self._answer(404, {})

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(text).items()}
            if provider.away:
                return self._answer(503, {})
            return self._answer(*provider.token(form, self.headers.get("Authorization", "")))

        def _answer(self, status: int, told: Claims) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
