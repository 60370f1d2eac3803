"""How is an event told in one sentence?"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from markupsafe import Markup, escape

from events.customers import LifecycleChanged
from projections.history.kinds import kind_of
from projections.history.masking import field_of
from services.gateway.language import translated
from services.gateway.pages import words
from services.gateway.pages.event_words import CHANGES, FIELDS, SENTENCES, TITLES, UNREADABLE
from services.gateway.pages.formats import NO_VALUE, Formats
from services.gateway.pages.names import Named, Names
from services.gateway.pages.records.changes import Change
from services.gateway.pages.stage_names import StageNames
from shared.events import Unreadable
from shared.marks import N_
from shared.records import Recorded
from shared.rights.principal import SYSTEM, Principal

_PLACE = re.compile(r"\{(\w+)\}")
_CODES = frozenset({"kind", "sex", "outcome"})
_COUNTED = frozenset({"employees"})
_STAGES = frozenset({"from_stage", "to_stage", "stage"})
HIDDEN = N_("a record you may not see")
"""What is hidden from the reader and what there is not are called alike."""
_BOLD, _CHIP = Markup("<b>{}</b>"), Markup('<span class="tag">{}</span>')
_CHANGED = Markup('<span class="changed">{} {} → {}</span>')
_FIRST = Markup('<span class="changed">{} {}</span>')


class Moment(NamedTuple):
    """One row of a timeline. `record` is the other record it happened to, where it is not this page's own."""

    sentence: Markup
    at: datetime
    actor: str
    source: str
    position: int
    starts: bool
    record: Named | None
    kind: str = ""
    text: str = ""
    stream_id: UUID | None = None
    undoes: UUID | None = None


class Teller:
    """Tells events in one language, on the page of one record, as far as their reader may see."""

    def __init__(
        self,
        language: str,
        names: Names,
        stream_id: UUID,
        who: Principal = SYSTEM,
        labels: Mapping[str, str] | None = None,
        stages: StageNames | None = None,
    ) -> None:
        """`labels`: what the fields are called that administrators added; `stages`: the stages."""
        self._language = language
        self._format = Formats(language)
        self._names = names
        self._stream_id = stream_id
        self._who = who
        self._labels = labels or {}
        self._stages = stages or StageNames((), language)

    def tell(
        self, record: Recorded[Any], changes: Sequence[Change] = (), pipeline_id: UUID | None = None
    ) -> Moment | None:
        """The row for one event, None where all it changed is hidden.

        pipeline_id: the one the deal was in until then.
        """
        envelope = record.envelope
        thing = kind_of(envelope.type) or ""
        other = None if envelope.stream_id == self._stream_id else self._names.of(envelope.stream_id)
        if envelope.type in CHANGES and envelope.version > 1 and changes:
            shown = [each for each in changes if self.shows(thing, each.field)]
            sentence = Markup(" ").join(self._changed(each) for each in shown)
        else:
            sentence = self.sentence(envelope.type, record.event, pipeline_id)
        if not sentence:
            return None
        return Moment(
            sentence=sentence,
            at=envelope.occurred_at,
            actor=self.actor(envelope.actor),
            source=envelope.source,
            position=envelope.position,
            starts=envelope.version == 1,
            record=other,
            kind=getattr(record.event, "kind", "") if thing == "activity" else thing,
            text=getattr(record.event, "body", "") if self._who.shows("activity", "body") else "",
            stream_id=envelope.stream_id,
        )

    def sentence(self, name: str, event: Any, pipeline_id: UUID | None = None) -> Markup:
        """The sentence of this event type; a type without one shows its name and what it holds."""
        if isinstance(event, Unreadable):
            return escape(translated(self._language, UNREADABLE).format(event=_title(name)))
        template = SENTENCES.get(name)
        if template is None:
            return self._unknown(name, event)
        parts = _PLACE.split(translated(self._language, template))
        thing = kind_of(name) or ""
        told = (
            self._value(event, part, thing, pipeline_id) if i % 2 else escape(part)
            for i, part in enumerate(parts)
        )
        return Markup("").join(told)

    def plain(self, field: str, value: Any, currency: str | None = None) -> str:
        """A value as its reader writes it."""
        if value in (None, "", ()):
            missing = FIELDS.get(f"no_{field}")
            return translated(self._language, missing) if missing else NO_VALUE
        match value:
            case UUID():
                named = self._names.of(value)
                return named.title if named else translated(self._language, HIDDEN)
            case Decimal():
                return self._format.money(value, currency) if currency else self._format.number(value)
            case int() if field in _COUNTED:
                return self._format.number(value)
            case datetime():
                return self._format.instant(value)
            case date():
                return self._format.day(value)
            case tuple() | list():
                return ", ".join(str(self._entry(entry)) for entry in value)
            case str() if field in _STAGES:
                return self._stages.of(value)
            case str() if field in _CODES:
                return translated(self._language, words.word(value))
            case _:
                return str(value)

    def title(self, field: str) -> str:
        """What a field is called."""
        if field.startswith("custom."):
            return self._labels.get(field.removeprefix("custom."), field.removeprefix("custom."))
        known = TITLES.get(field)
        return translated(self._language, known) if known else field.replace("_", " ").capitalize()

    def _changed(self, change: Change) -> Markup:
        title = _BOLD.format(self.title(change.field))
        after = _CHIP.format(self.plain(change.field, change.after, change.currency))
        if change.before is None:
            return _FIRST.format(title, after)
        before = _CHIP.format(self.plain(change.field, change.before, change.currency_before))
        return _CHANGED.format(title, before, after)

    def _unknown(self, name: str, event: Any) -> Markup:
        thing = kind_of(name) or ""
        held = [field for field in event.__struct_fields__ if self._plain(event, field) != NO_VALUE]
        told = [
            Markup("{} {}").format(self._field(field), self._value(event, field, thing)) for field in held
        ]
        return Markup(" · ").join([escape(_title(name)), *told])

    def _field(self, field: str) -> str:
        known = FIELDS.get(field)
        return translated(self._language, known) if known else field.removesuffix("_id").replace("_", " ")

    def _value(self, event: Any, field: str, thing: str, pipeline_id: UUID | None = None) -> Markup:
        shown = self._plain(event, field, pipeline_id) if self.shows(thing, field) else NO_VALUE
        return (_CHIP if field in ("from_stage", "to_stage") else _BOLD).format(shown)

    def _plain(self, event: Any, field: str, pipeline_id: UUID | None = None) -> str:
        value = getattr(event, field)
        if field in _STAGES and type(event) is LifecycleChanged:
            return translated(self._language, words.lifecycle_word(value))
        if field in _STAGES and value:
            entered = getattr(event, "pipeline_id", pipeline_id)
            return self._stages.of(value, pipeline_id if field == "from_stage" else entered)
        currency = getattr(event, "currency", None) or getattr(event, "revenue_currency", None)
        return self.plain(field, value, currency)

    def _entry(self, entry: Any) -> str:
        parts = entry.values() if isinstance(entry, dict) else _parts(entry)
        return " ".join(str(part) for part in parts if part) if parts is not None else str(entry)

    def shows(self, thing: str, field: str) -> bool:
        """May the reader see the field of the record that this field of an event or a command tells of?"""
        return self._who.shows(thing, field_of(thing, field))

    def actor(self, actor: str) -> str:
        """Who did it, by name."""
        try:
            named = self._names.of(UUID(actor))
        except ValueError:
            return translated(self._language, words.word(actor))
        return named.title if named else actor


def _parts(entry: Any) -> list[Any] | None:
    fields = getattr(entry, "__struct_fields__", None)
    return [getattr(entry, field) for field in fields] if fields else None


def _title(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name.rpartition(".")[2]).capitalize()
