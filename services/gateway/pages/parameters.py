"""Which filters does the address of a page hold? What cannot be read is as if it were not given."""

from datetime import date
from uuid import UUID

from starlette.requests import Request

Choices = tuple[str, ...] | dict[str, str] | list[str]


def text(request: Request, name: str) -> str | None:
    """A text of at most 200 characters, None where it is missing or empty."""
    return request.query_params.get(name, "").strip().replace("\x00", "")[:200] or None


def chosen(request: Request, name: str, choices: Choices, default: str | None = None) -> str | None:
    """One of several words."""
    value = request.query_params.get(name)
    return value if value in choices else default


def identity(request: Request, name: str) -> UUID | None:
    """A record's id."""
    try:
        return UUID(request.query_params.get(name, ""))
    except ValueError:
        return None


def day(request: Request, name: str) -> date | None:
    """A date as 2017-06-30."""
    try:
        return date.fromisoformat(request.query_params.get(name, ""))
    except ValueError:
        return None


def given(**filters: object) -> dict[str, object]:
    """The filters that are in force."""
    return {name: value for name, value in filters.items() if value is not None}
