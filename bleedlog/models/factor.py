"""Ways to prove who somebody is besides the password: an app's codes, passkeys, providers."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field, SQLModel

from bleedlog.models.columns import UTC_TIME, checks_of, word


class SecondFactor(SQLModel, table=True):
    """An app that makes six-digit codes (TOTP, RFC 6238)."""

    __tablename__ = "second_factor"

    user_id: UUID = Field(primary_key=True, foreign_key="app_user.id")
    sealed_secret: str = Field(max_length=400)
    """Encrypted with the server's key, so that a copied database makes no codes."""
    last_step: int = Field(default=0, ge=0, sa_type=BigInteger)
    """The newest time step whose code was taken: no code is taken twice."""
    created_at: datetime = Field(sa_type=UTC_TIME)
    confirmed_at: datetime | None = Field(default=None, sa_type=UTC_TIME)
    """When its first code was shown; before that it proves nothing."""


class RecoveryCode(SQLModel, table=True):
    """A code on paper for when the app is gone; deleted when it is used."""

    __tablename__ = "recovery_code"
    __table_args__ = (CheckConstraint("length(code_hash) = 64", name="code_hash_is_a_hash"),)

    user_id: UUID = Field(primary_key=True, foreign_key="app_user.id")
    code_hash: str = Field(primary_key=True, max_length=64)
    created_at: datetime = Field(sa_type=UTC_TIME)


class PasskeyBase(SQLModel):
    """What a person sees of a passkey."""

    name: str = Field(max_length=60)


class Passkey(PasskeyBase, table=True):
    """A passkey (WebAuthn credential), resident and user-verified."""

    __table_args__ = checks_of(PasskeyBase)

    user_id: UUID = Field(primary_key=True, foreign_key="app_user.id")
    credential_id: str = Field(primary_key=True, max_length=1400)
    """Base64url, as browsers write it."""
    id: UUID
    """By which pages name it."""
    public_key: bytes
    sign_count: int = Field(default=0, ge=0, sa_type=BigInteger)
    """Stays 0 for a passkey that is synchronised between devices."""
    created_at: datetime = Field(sa_type=UTC_TIME)
    used_at: datetime | None = Field(default=None, sa_type=UTC_TIME)


class ChallengePurpose(StrEnum):
    """What a browser was asked to prove."""

    PASSKEY_SIGN_IN = "passkey_sign_in"
    PASSKEY_ADD = "passkey_add"
    PROVIDER_SIGN_IN = "provider_sign_in"


class ChallengeBase(SQLModel):
    """What it is for."""

    purpose: ChallengePurpose = Field(sa_type=word(ChallengePurpose))


class Challenge(ChallengeBase, table=True):
    """Asked of one browser, taken out before the answer is looked at, so that it counts once."""

    __table_args__ = (
        *checks_of(ChallengeBase),
        CheckConstraint("length(browser_hash) = 64", name="browser_hash_is_a_hash"),
    )

    browser_hash: str = Field(primary_key=True, max_length=64)
    """SHA-256 of the secret in the browser's cookie."""
    purpose: ChallengePurpose = Field(primary_key=True, sa_type=word(ChallengePurpose))
    asked: str = Field(max_length=4000)
    """The challenge, or what a provider's answer is checked against, as JSON."""
    expires_at: datetime = Field(sa_type=UTC_TIME, index=True)


class ProviderIdentity(SQLModel, table=True):
    """Who an OpenID Connect provider says that a user is."""

    __tablename__ = "provider_identity"

    issuer: str = Field(primary_key=True, max_length=255)
    subject: str = Field(primary_key=True, max_length=255)
    user_id: UUID = Field(foreign_key="app_user.id", index=True)
    linked_at: datetime = Field(sa_type=UTC_TIME)
