"""Which forms does a page have, and what does each of their fields take?"""

import json
from html.parser import HTMLParser
from typing import Any, NamedTuple

TYPED = {"text", "email", "tel", "url", "search", "password", ""}
"""Kinds of inputs into which somebody types."""


class Field(NamedTuple):
    """A field of a form; `many`: it is sent as a list of its lines."""

    name: str
    typed: bool
    value: str
    many: bool


class Form:
    """A form as it stands in a page."""

    def __init__(self, attributes: dict[str, str]) -> None:
        self.attributes = attributes
        self.fields: list[Field] = []

    @property
    def command(self) -> str | None:
        """The command it sends, if it sends one."""
        return self.attributes.get("data-command")

    @property
    def posts(self) -> bool:
        """Is it sent as a whole, by the browser itself?"""
        return self.attributes.get("method") == "post"

    def typed(self) -> list[Field]:
        """Those into which somebody types."""
        return [field for field in self.fields if field.typed]

    def body(self, **changed: Any) -> dict[str, Any]:
        """What the page's script makes of it; dots lead into objects, numbers into lists."""
        body: dict[str, Any] = json.loads(self.attributes.get("data-body") or "{}")
        values: dict[str, Any] = {each.name: each.value for each in self.fields if each.value}
        for name, value in {**values, **changed}.items():
            _put(body, name.split("."), value)
        return body


def _put(held: Any, path: list[str], value: Any) -> None:
    first, *rest = path
    if isinstance(held, list):
        held.extend({} for _ in range(len(held), int(first) + 1))
        if not rest:
            held[int(first)] = value
            return
        _put(held[int(first)], rest, value)
    elif rest:
        _put(held.setdefault(first, [] if rest[0].isdigit() else {}), rest, value)
    else:
        held[first] = value


class Reader(HTMLParser):
    """Finds the forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(held)
            self.forms.append(self._open)
        elif self._open is not None and tag in ("input", "textarea", "select") and held.get("name"):
            self._field(self._open, tag, held)
        elif self._open is not None and tag == "option" and "selected" in held and self._select:
            last = self._open.fields.pop()
            self._open.fields.append(last._replace(value=held.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None

    def _field(self, form: Form, tag: str, held: dict[str, str]) -> None:
        self._select = held["name"] if tag == "select" else ""
        kind = held.get("type", "")
        if kind in ("checkbox", "radio") and "checked" not in held:
            return
        typed = tag == "textarea" or (tag == "input" and kind in TYPED and "readonly" not in held)
        many = held.get("data-kind") in ("lines", "choices", "many")
        form.fields.append(Field(held["name"], typed, held.get("value", ""), many))
