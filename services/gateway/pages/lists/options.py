"""Which values can be chosen for a field, in the reader's language?"""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from projections.customers import facets
from projections.history.record_index import names_of
from projections.tagging.groups import offered
from projections.tagging.tags import tags
from services.gateway.known import Known
from services.gateway.language import translated
from services.gateway.pages import words
from services.gateway.pages.lists.option_words import BOOL_WORDS, MINE_WORDS, PEOPLE_WORDS, PERIOD_WORDS
from services.gateway.pages.parameters import as_identity
from services.gateway.pages.stage_names import StageNames
from shared.listing.field import Field
from shared.listing.kinds import Kind
from shared.rights.levels import Level
from shared.rights.principal import SEE, Principal


class Option(NamedTuple):
    """A value and its words."""

    value: str
    text: str


class Options:
    """The options of the fields of a list; each is read when it is first asked for."""

    def __init__(self, known: Known, who: Principal, thing: str, language: str) -> None:
        self._known, self._connection = known, known.connection
        self._who = who
        self._thing = thing
        self._language = language
        self._found: dict[str, list[Option]] = {}
        self._stages: StageNames | None = None

    def of(self, field: Field) -> list[Option]:
        """What to choose from; nothing where values are typed."""
        if field.name not in self._found:
            self._found[field.name] = self._read(field)
        return self._found[field.name]

    def text(self, field: Field, value: str) -> str:
        """How a value reads."""
        if value in PERIOD_WORDS and field.kind in (Kind.DATE, Kind.INSTANT):
            return translated(self._language, PERIOD_WORDS[value])
        if field.search:
            return self._called(value)
        return next((option.text for option in self.of(field) if option.value == value), value)

    def stage(self, stage: str, pipeline_id: UUID | None) -> str:
        """What a stage is called in the pipeline of its deal."""
        self._stages = self._stages or StageNames(self._known.pipelines, self._language)
        return self._stages.of(stage, pipeline_id)

    @property
    def periods(self) -> list[Option]:
        """The periods that have names."""
        return self._worded(PERIOD_WORDS)

    def _called(self, value: str) -> str:
        """The name of a record that is looked up as it is typed, if this reader may see it."""
        record_id = as_identity(value)
        known = names_of(self._connection, [record_id], self._who) if record_id else {}
        return next((each.title for each in known.values()), value)

    def _read(self, field: Field) -> list[Option]:
        if field.choice_labels:
            return [Option(code, field.choice_labels.get(code, code)) for code in field.choices]
        read: Callable[[Field], list[Option]] | None = {
            Kind.CHOICE: self._choices,
            Kind.BOOL: lambda _: self._worded(BOOL_WORDS),
            Kind.USER: self._people,
            Kind.BRANCH: self._branches,
            Kind.TAGS: self._tags,
            Kind.RECORDS: self._groups,
        }.get(field.kind)
        return read(field) if read else self._suggested(field)

    def _choices(self, field: Field) -> list[Option]:
        word = words.OF_FIELDS.get(field.name, words.word)
        return self._worded({code: word(code) for code in field.choices})

    def _people(self, _: Field) -> list[Option]:
        people = [Option(str(each.user_id), each.name) for each in self._known.colleagues]
        return [*self._worded(PEOPLE_WORDS), *people]

    def _branches(self, _: Field) -> list[Option]:
        known = {each.code: each.name for each in self._known.branches}
        codes = [*known] if self._sees_all else [code for code in self._who.branches if code in known]
        found = (
            [code for code in facets.branches(self._connection) if code not in known]
            if self._sees_all
            else []
        )
        named = [Option(code, known.get(code, code)) for code in (*codes, *found)]
        return [*(self._worded(MINE_WORDS) if self._who.branches else ()), *named]

    def _tags(self, _: Field) -> list[Option]:
        see = self._who.where(self._thing)
        return [Option(each.tag, each.tag) for each in tags(self._connection, self._thing, see=see)]

    def _groups(self, _: Field) -> list[Option]:
        see = self._who.where("view", alias="g")
        return [Option(str(each.group_id), each.name) for each in offered(self._connection, see=see)]

    def _suggested(self, field: Field) -> list[Option]:
        if field.name == "pipeline_id":
            found = self._known.pipelines
            return [Option(str(each.pipeline_id), translated(self._language, each.name)) for each in found]
        if field.name == "product_id":
            return [Option(str(each.product_id), each.name) for each in self._known.products]
        # What others' records hold is shown to nobody who may not see them.
        if field.name == "sector" and self._sees_all:
            return [Option(each, each) for each in facets.sectors(self._connection)]
        return []

    @property
    def _sees_all(self) -> bool:
        return self._who.level(self._thing, SEE) == Level.ALL

    def _worded(self, codes: dict[str, str]) -> list[Option]:
        return [Option(code, translated(self._language, text)) for code, text in codes.items()]
