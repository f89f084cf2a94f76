"""Questions for the team: what somebody wants to ask at their next appointment."""

from datetime import date
from uuid import UUID

from pydantic import ConfigDict, field_validator
from sqlmodel import Field, SQLModel

from bleedlog.models.columns import checks_of
from bleedlog.models.entry import Provenance

QUESTION_LIMIT = 500


class QuestionBase(SQLModel):
    """What is asked."""

    text: str = Field(max_length=QUESTION_LIMIT)


class QuestionState(Provenance, QuestionBase, table=True):
    """One state that a question had; the newest is what it says now.

    Nothing is ever changed here: whoever rewords, ticks off or takes out adds a state.
    """

    __tablename__ = "question"
    __table_args__ = checks_of(Provenance, QuestionBase)

    patient_id: UUID = Field(primary_key=True, foreign_key="diary.patient_id")
    id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True, ge=1)
    answered_on: date | None = Field(default=None)
    """The local day on which it was talked about."""


class QuestionInput(QuestionBase):
    """A question as somebody typed it."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment]  # SQLModel's own dict type knows no "forbid"

    @field_validator("text", mode="after")
    @classmethod
    def _says_something(cls, value: str) -> str:
        text = value.strip()
        if not text or "\x00" in text:
            message = "expected a question, without NUL characters"
            raise ValueError(message)
        return text
