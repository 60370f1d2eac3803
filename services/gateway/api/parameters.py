"""Which query parameters do many queries share, and when are they acceptable?"""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from shared.marks import N_

Term = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")
]
"""A search or a filter: one line, or nothing."""


class Query(BaseModel):
    """The parameters of a query; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    min_position: int = Field(
        0,
        ge=0,
        le=2**63 - 1,
        description="Wait until the read models know of everything up to this log position (the `position` "
        "of a receipt), so that you read your own writes.",
    )


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
