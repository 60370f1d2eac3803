"""How is an event told in one sentence?"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from markupsafe import Markup, escape

from events.customers import LifecycleChanged
from services.gateway.language import translated
from services.gateway.pages import words
from services.gateway.pages.event_words import FIELDS, SENTENCES, UNREADABLE
from services.gateway.pages.formats import NO_VALUE, Formats
from services.gateway.pages.names import Named, Names
from shared.events import Unreadable
from shared.records import Recorded

_PLACE = re.compile(r"\{(\w+)\}")
_CODES = frozenset({"from_stage", "to_stage", "stage", "kind", "sex", "outcome"})
_BOLD, _CHIP = Markup("<b>{}</b>"), Markup('<span class="tag">{}</span>')


class Moment(NamedTuple):
    """One row of a timeline. `record` is the other record it happened to, where it is not this page's own."""

    sentence: Markup
    at: datetime
    actor: str
    source: str
    position: int
    starts: bool
    record: Named | None


class Teller:
    """Tells events in one language, on the page of one record."""

    def __init__(self, language: str, names: Names, stream_id: UUID) -> None:
        self._language = language
        self._format = Formats(language)
        self._names = names
        self._stream_id = stream_id

    def tell(self, record: Recorded[Any]) -> Moment:
        """The row for one event."""
        envelope = record.envelope
        other = None if envelope.stream_id == self._stream_id else self._names.of(envelope.stream_id)
        return Moment(
            sentence=self.sentence(envelope.type, record.event),
            at=envelope.occurred_at,
            actor=self._actor(envelope.actor),
            source=envelope.source,
            position=envelope.position,
            starts=envelope.version == 1,
            record=other,
        )

    def sentence(self, name: str, event: Any) -> Markup:
        """The sentence of this event type; a type without one shows its name and what it holds."""
        if isinstance(event, Unreadable):
            return escape(translated(self._language, UNREADABLE).format(event=_title(name)))
        template = SENTENCES.get(name)
        if template is None:
            return self._unknown(name, event)
        parts = _PLACE.split(translated(self._language, template))
        told = (self._value(event, part) if i % 2 else escape(part) for i, part in enumerate(parts))
        return Markup("").join(told)

    def _unknown(self, name: str, event: Any) -> Markup:
        held = [field for field in event.__struct_fields__ if self._plain(event, field) != NO_VALUE]
        told = [Markup("{} {}").format(self._field(field), self._value(event, field)) for field in held]
        return Markup(" · ").join([escape(_title(name)), *told])

    def _field(self, field: str) -> str:
        known = FIELDS.get(field)
        return translated(self._language, known) if known else field.removesuffix("_id").replace("_", " ")

    def _value(self, event: Any, field: str) -> Markup:
        return (_CHIP if field in ("from_stage", "to_stage") else _BOLD).format(self._plain(event, field))

    def _plain(self, event: Any, field: str) -> str:
        value = getattr(event, field)
        if value is None or value == "" or value == ():
            return translated(self._language, FIELDS[f"no_{field}"]) if f"no_{field}" in FIELDS else NO_VALUE
        match value:
            case UUID():
                named = self._names.of(value)
                return named.title if named else str(value)
            case Decimal():
                currency = getattr(event, "currency", None) or getattr(event, "revenue_currency", None)
                return self._format.money(value, currency) if currency else self._format.number(value)
            case date():
                return self._format.day(value)
            case tuple() | list():
                return ", ".join(str(self._entry(entry)) for entry in value)
            case str() if field in _CODES:
                lifecycle = type(event) is LifecycleChanged
                known = words.lifecycle_word(value) if lifecycle else words.word(value)
                return translated(self._language, known)
            case _:
                return str(value)

    def _entry(self, entry: Any) -> str:
        if hasattr(entry, "__struct_fields__"):
            return " ".join(filter(None, (str(getattr(entry, part)) for part in entry.__struct_fields__)))
        return str(entry)

    def _actor(self, actor: str) -> str:
        try:
            named = self._names.of(UUID(actor))
        except ValueError:
            return translated(self._language, words.word(actor))
        return named.title if named else actor


def _title(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name.rpartition(".")[2]).capitalize()
