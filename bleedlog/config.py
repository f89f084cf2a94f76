"""Settings: read once from the environment, frozen, unsafe ones refused with a plain line each."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
SECRET_LENGTH = 32
MOST_PROXIES = 5
WEAK_SECRETS = frozenset({"changeme", "secret", "default", "development"})
NO_DEMO = (
    "BLEEDLOG_DEMO is for invented people on this machine, whose staff show no second factor."
    ' Unset it; "bleedlog demo" sets it itself.'
)

# No URL in the strict sense: SQLAlchemy takes a password's signs as they are.
_POSTGRESQL = re.compile(
    r"postgresql(\+\w+)?://(.*@)?(\[[0-9a-fA-F:.]+\]|[^\[\]:@/?]*)(:\d{1,5})?(/[^?]*)?(\?.*)?"
)


class ConfigurationError(Exception):
    """What is wrong with the configuration, one plain sentence a fault."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the faults, each a sentence for the person who runs the server."""
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """An OpenID Connect provider by which people may sign in: NHS login, CIS2, Entra."""

    issuer: str
    """As the provider itself writes it, to the letter."""
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    private_key: str | None = field(default=None, repr=False)
    """PEM; in place of a secret where the provider wants signed requests (`private_key_jwt`)."""
    name: str = "your organisation"
    """As people know it: "NHS login"."""
    acr_values: str = ""
    """Which strength of sign-in is asked for, in the provider's words."""
    trusted_factors: frozenset[str] = frozenset()
    """Values of `acr`, `amr` or `vot` that mean that two factors were shown there."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs."""

    database_url: str = field(repr=False)
    """`sqlite:////absolute/path.db` or `postgresql://user:password@host/name`.

    On PostgreSQL by a role that owns nothing: it is bound by row-level security."""
    secret_key: str = field(repr=False)
    """Signs CSRF tokens and keys the hashes of throttling; at least 32 characters."""
    base_url: str = "http://127.0.0.1:8000"
    """Where people reach the app. Links and host checks come from it, never from a request."""
    demo: bool = False
    """Whether the people in it are invented."""
    proxies: int = 0
    """How many proxies stand in front, each adding to X-Forwarded-For: whose word is taken for
    the address that tries to sign in are counted under."""
    owner_database_url: str | None = field(default=None, repr=False)
    """The same PostgreSQL database by the role that owns the tables: for the command line, which
    makes them and acts as the console. The server needs none."""
    smtp_url: str | None = field(default=None, repr=False)
    """`smtp://user:password@host:587` (STARTTLS) or `smtps://...`; None: mail is not sent."""
    mail_from: str = ""
    """From whom mail comes: an address, or `Name <address>`."""
    provider: ProviderSettings | None = None
    """By whom people may sign in besides; None: nobody."""

    @property
    def https(self) -> bool:
        """Whether cookies are `__Host-` and Secure."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def trusted_hosts(self) -> list[str]:
        """Hosts that a request may name: the base URL's; on loopback, loopback's names."""
        host = urlsplit(self.base_url).hostname or ""
        return sorted(LOOPBACK_HOSTS | {"[::1]"}) if host in LOOPBACK_HOSTS else [host]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read `BLEEDLOG_*` variables.

        Raises:
            ConfigurationError: naming everything that is missing or unsafe at once.
        """
        variables = os.environ if environment is None else environment
        faults: list[str] = []
        database_url = _secret(variables, "BLEEDLOG_DATABASE_URL", faults)
        owner_database_url = _secret(variables, "BLEEDLOG_OWNER_DATABASE_URL", faults)
        secret_key = _secret(variables, "BLEEDLOG_SECRET_KEY", faults)
        # What a compose file hands on blank is not set.
        base_url = (variables.get("BLEEDLOG_BASE_URL") or "http://127.0.0.1:8000").rstrip("/")
        if database_url is not None:
            faults += _database_faults(database_url)
            faults += _owner_faults(owner_database_url or "", database_url)
        faults += [] if secret_key is None else _secret_faults(secret_key)
        faults += _base_url_faults(base_url)
        # https comes from a proxy in front: the server itself speaks http only.
        is_https = base_url.lower().startswith("https:")
        proxies = variables.get("BLEEDLOG_PROXIES") or str(int(is_https))
        if proxies not in {str(number) for number in range(MOST_PROXIES + 1)}:
            faults.append(f"BLEEDLOG_PROXIES must be a number from 0 to {MOST_PROXIES}.")
        smtp_url = _secret(variables, "BLEEDLOG_SMTP_URL", faults)
        mail_from = variables.get("BLEEDLOG_MAIL_FROM", "")
        faults += _mail_faults(smtp_url or "", mail_from)
        provider = _provider(variables, faults)
        demo = variables.get("BLEEDLOG_DEMO", "") == "1"
        if demo and (is_https or not (database_url or "").startswith("sqlite")):
            faults.append(NO_DEMO)
        if variables.get("FLASK_DEBUG", "0") not in {"", "0", "false"}:
            faults.append("FLASK_DEBUG is set: debugging shows people's data. Unset it.")
        if faults:
            raise ConfigurationError(faults)
        return cls(
            database_url=database_url or "",
            secret_key=secret_key or "",
            base_url=base_url,
            demo=demo,
            proxies=int(proxies),
            owner_database_url=owner_database_url or None,
            smtp_url=smtp_url or None,
            mail_from=mail_from,
            provider=provider,
        )


def _secret(variables: Mapping[str, str], name: str, faults: list[str]) -> str | None:
    """The secret, from its variable or its file; None, and a fault, if that cannot be read."""
    path = variables.get(f"{name}_FILE")
    if not path:
        return variables.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        why = error.strerror
    except UnicodeDecodeError:
        why = "it is no text"
    faults.append(f"{name}_FILE names a file that cannot be read ({why}).")
    return None


def _database_faults(url: str) -> list[str]:
    if not url:
        return [
            (
                "BLEEDLOG_DATABASE_URL is missing: set it to sqlite:////path/bleedlog.db"
                " or postgresql://user:password@host/name."
            )
        ]
    scheme = url.partition("://")[0].split("+")[0]
    if scheme not in {"sqlite", "postgresql"}:
        return ["BLEEDLOG_DATABASE_URL must begin with sqlite:// or postgresql://."]
    if scheme == "sqlite" and url in {"sqlite://", "sqlite:///", "sqlite:///:memory:"}:
        return ["BLEEDLOG_DATABASE_URL names a database in memory: entries would be lost."]
    if scheme == "postgresql" and not _POSTGRESQL.fullmatch(url):
        return ["BLEEDLOG_DATABASE_URL must look like postgresql://user:password@host:5432/name."]
    return []


def _owner_faults(url: str, database_url: str) -> list[str]:
    if not url or (_POSTGRESQL.fullmatch(url) and _POSTGRESQL.fullmatch(database_url)):
        return []
    return [
        (
            "BLEEDLOG_OWNER_DATABASE_URL is for PostgreSQL: the same database as"
            " BLEEDLOG_DATABASE_URL by the role that owns its tables, or unset."
        )
    ]


def _secret_faults(secret: str) -> list[str]:
    if len(secret) < SECRET_LENGTH or len(set(secret)) < SECRET_LENGTH // 4:
        return [
            (
                f"BLEEDLOG_SECRET_KEY must be {SECRET_LENGTH} random characters or more"
                ' (python3 -c "import secrets; print(secrets.token_urlsafe(48))" makes one).'
            )
        ]
    if any(weak in secret.lower() for weak in WEAK_SECRETS):
        return ["BLEEDLOG_SECRET_KEY looks like an example, not a secret: make a random one."]
    return []


def _base_url_faults(url: str) -> list[str]:
    if not _is_address(url):
        return ["BLEEDLOG_BASE_URL must look like https://diary.example.org, without a path."]
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK_HOSTS:
        return ["BLEEDLOG_BASE_URL must begin with https:// (http is for 127.0.0.1 only)."]
    return []


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and port != 0
        and "@" not in parts.netloc
        and not re.search(r"\s", parts.netloc)
        and url.endswith(parts.netloc)
    )


def _provider(variables: Mapping[str, str], faults: list[str]) -> ProviderSettings | None:
    issuer = variables.get("BLEEDLOG_OIDC_ISSUER", "")
    if not issuer:
        return None
    client_id = variables.get("BLEEDLOG_OIDC_CLIENT_ID", "")
    secret = _secret(variables, "BLEEDLOG_OIDC_CLIENT_SECRET", faults)
    private_key = _secret(variables, "BLEEDLOG_OIDC_PRIVATE_KEY", faults)
    if not _is_issuer(issuer):
        faults.append("BLEEDLOG_OIDC_ISSUER must look like https://login.example.org/tenant.")
    if not client_id:
        faults.append("BLEEDLOG_OIDC_CLIENT_ID is missing: the provider gave you one.")
    if secret is not None and private_key is not None and bool(secret) == bool(private_key):
        faults.append(
            "Set one of BLEEDLOG_OIDC_CLIENT_SECRET and BLEEDLOG_OIDC_PRIVATE_KEY (or ..._FILE)."
        )
    return ProviderSettings(
        issuer=issuer,
        client_id=client_id,
        client_secret=secret or None,
        private_key=private_key or None,
        name=variables.get("BLEEDLOG_OIDC_NAME") or "your organisation",
        acr_values=variables.get("BLEEDLOG_OIDC_ACR_VALUES", ""),
        trusted_factors=frozenset(variables.get("BLEEDLOG_OIDC_TRUSTED_FACTORS", "").split()),
    )


def _is_issuer(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_own = parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS
    return bool(parts.hostname) and not parts.query and (parts.scheme == "https" or is_own)


def _mail_faults(url: str, mail_from: str) -> list[str]:
    if not url:
        return []
    faults = []
    if not _is_mail_server(url):
        faults.append(
            "BLEEDLOG_SMTP_URL must look like smtp://user:password@mail.example.org:587 or smtps://."
        )
    if "@" not in parseaddr(mail_from)[1] or not mail_from.isprintable():
        faults.append("BLEEDLOG_MAIL_FROM must say from whom mail comes, like diary@example.org.")
    return faults


def _is_mail_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in {"smtp", "smtps"}
        and bool(parts.hostname)
        and port != 0
        and not parts.path.strip("/")
        and not parts.query
    )
