"""Which query parameters do many queries share, and when are they acceptable?"""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from services.gateway.reading import LONGEST_PATIENCE_SECONDS, PATIENCE_SECONDS
from shared.marks import N_
from shared.texts import ShortLine

Term = ShortLine
"""A search or a filter: one line, or nothing."""


class Query(BaseModel):
    """The parameters of a query; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    min_position: int = Field(
        0,
        ge=0,
        le=2**63 - 1,
        description="Wait until the read models know of everything up to this log position (the "
        "`Hindsight-Position` of an earlier answer), so that you read your own writes.",
    )
    deadline_seconds: float = Field(
        PATIENCE_SECONDS,
        ge=0,
        le=LONGEST_PATIENCE_SECONDS,
        description="How long to wait for `min_position` at most; after that the answer is 503.",
    )

    @property
    def freshness(self) -> dict[str, Any]:
        """How the reader is told for what to wait, and how long."""
        return self.model_dump(include=set(Query.model_fields))

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked for: every parameter but those two."""
        return self.model_dump(exclude=set(Query.model_fields))


_BACKWARDS = N_("must not be before the first day")


def in_order(first: date | None, last: date | None) -> date | None:
    """The last day of a period. Raises a problem where it is before the first."""
    if first and last and last < first:
        raise PydanticCustomError("backwards", _BACKWARDS)
    return last


class PagedQuery(Query):
    """The parameters of a query that answers page by page."""

    cursor: str | None = Field(None, max_length=2_000, description="`next_cursor` of the page before.")
    limit: int = Field(50, ge=1, le=200)
