"""Which filters does the address of a page hold? What cannot be read is as if it were not given."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from starlette.requests import Request


def text(request: Request, name: str) -> str | None:
    """A text of at most 200 characters, None where it is missing or empty."""
    return request.query_params.get(name, "").strip().replace("\x00", "")[:200] or None


def chosen(request: Request, name: str, choices: Collection[str]) -> str | None:
    """One of several words."""
    value = request.query_params.get(name)
    return value if value is not None and value in choices else None


def identity(request: Request, name: str) -> UUID | None:
    """A record's id."""
    return as_identity(request.query_params.get(name, ""))


def as_identity(given: str) -> UUID | None:
    """The id this text is."""
    try:
        return UUID(given)
    except ValueError:
        return None


def day(request: Request, name: str) -> date | None:
    """A date as 2017-06-30."""
    try:
        return date.fromisoformat(request.query_params.get(name, ""))
    except ValueError:
        return None
