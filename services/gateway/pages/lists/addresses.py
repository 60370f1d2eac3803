"""Where do the links of a list lead?"""

from collections.abc import Mapping
from urllib.parse import urlencode

_READABLE = "(),."


class Addresses:
    """The addresses of a list and its parts: as it is asked for now, or with something changed."""

    def __init__(self, name: str, page: str, asked: Mapping[str, str]) -> None:
        self._name = name
        self._page = page
        self._asked = asked

    @property
    def asked(self) -> str:
        """What is asked for now, as a query string."""
        return urlencode(self._asked, safe=_READABLE)

    def page(self, **changes: str | None) -> str:
        """The page; a change to None or "" takes that part away."""
        return self._with(self._page, changes)

    def part(self, part: str, **changes: str | None) -> str:
        """A part of the page: rows, totals, filters …"""
        return self._with(f"/lists/{self._name}/{part}", changes)

    def export(self, format_: str, **more: str) -> str:
        """A file of all rows in this format."""
        return self._with(f"/api/v1/lists/{self._name}/export", {"format": format_, **more})

    def sorted_by(self, name: str, sort: str) -> str:
        """The page in the order of a field; in the other direction if it is in its order already."""
        return self.page(sort=f"-{name}" if sort == name else name)

    def _with(self, path: str, changes: Mapping[str, str | None]) -> str:
        merged = {name: value for name, value in {**self._asked, **changes}.items() if value}
        if merged.keys() == {"view"}:
            merged["filter"] = ""  # nothing beside the view's name would be the view as it was saved
        return f"{path}?{urlencode(merged, safe=_READABLE)}" if merged else path
