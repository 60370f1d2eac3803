"""What are fields and values called that this company settled for itself: stages, and fields it added?"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from events.pipelines import CLOSED
from services.gateway.language import translated
from services.gateway.pages import words as known
from services.gateway.pages.importing import words
from services.importing.custom_cells import CUSTOM
from services.importing.suggesting.fields import Usual
from shared.custom_fields import Definition

_VALUES = {"sex": known.SEXES, "lifecycle": known.LIFECYCLE}


_COLUMN = re.compile(r"\{([^{}]+)\}")


def key_word(key: str) -> str:
    """The columns in what names a record, such as `people person {Code}`."""
    return " + ".join(_COLUMN.findall(key)) or key


class Wording(NamedTuple):
    """Words for the page where columns are mapped."""

    company: Usual
    language: str

    def words(self) -> dict[str, Any]:
        """What the template asks for."""
        return {"field_word": self.field, "value_words": self.values, "key_word": key_word}

    def field(self, name: str, entity: str) -> str:
        """A field in the reader's language."""
        own = self._own(name, entity)
        return own.named(self.language) if own else translated(self.language, words.FIELDS.get(name, name))

    def values(self, name: str, entity: str) -> Mapping[str, str]:
        """What a value of this field may become."""
        own = self._own(name, entity)
        if own:
            return {each.key: own.shown(each.key, self.language) for each in own.choices if not each.retired}
        stages = self.company.stages
        if name == "stage":
            return {key: known.STAGES[key] if key in CLOSED else called for key, called in stages.items()}
        return _VALUES.get(name, {})

    def _own(self, name: str, entity: str) -> Definition | None:
        own = self.company.custom.get(entity, ())
        return next((each for each in own if name == f"{CUSTOM}{each.key}"), None)
