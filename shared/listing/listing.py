"""What is a list: which records, which fields, which order and columns unless others are asked for?"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from shared.listing.expression import wrong
from shared.listing.field import Field
from shared.rights.principal import Principal


class Tallied(msgspec.Struct, frozen=True, kw_only=True):
    """Counts and sums kept at hand: under the list's alias, `rows` and the summed columns by group.

    source: SQL of the groups; `joins` as of the list; fields: what a filter may speak of for them to answer.
    """

    source: str
    fields: frozenset[str]
    joins: str = ""


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A list over a read model. All SQL in it comes from the code.

    object:  what its records are, for rights.
    source:  the read model with its alias; `joins` are outer joins, which cost nothing where unused.
    named:   alias in the joins → kind and field of the records named through it. The joins say `{alias}`
             where a condition narrows them to those the reader sees; its values are then `bound`.
    alias:   of the rows with `owner_id` and `branch`, by which rights are kept.
    key:     the name of the records' id, a column of the read model.
    carried: further values every row has: name → SQL.
    without: field → the condition that holds unless a filter speaks of that field.
    tallied: figures at hand, for lists too long to be added up while somebody waits.
    search:  SQL of the tokens by which words find a row, those of its first field among them; none: it
             cannot be searched.
    """

    object: str
    source: str
    alias: str
    key: str
    fields: tuple[Field, ...]
    columns: tuple[str, ...]
    sort: str
    joins: str = ""
    named: Mapping[str, tuple[str, str]] = {}
    bound: Mapping[str, Any] = {}
    carried: Mapping[str, str] = {}
    without: Mapping[str, str] = {}
    search: str = ""
    tallied: Tallied | None = None

    @property
    def id(self) -> str:
        """SQL of the records' id."""
        return f"{self.alias}.{self.key}"

    def shown_to(self, who: Principal, custom: Iterable[Field] = ()) -> "Listing":
        """The list with the custom fields, and without what this reader may not see."""
        fields = tuple(each for each in (*self.fields, *custom) if who.shows(self.object, each.name))
        names = {each.name for each in fields}
        columns = tuple(name for name in self.columns if name in names)
        sort = self.sort if self.sort.removeprefix("-") in names else f"-{self.key}"
        named = {alias: who.naming(*of, alias=alias) for alias, of in self.named.items()}
        joins = self.joins.format(**{alias: see.sql for alias, see in named.items()})
        bound = {name: value for see in named.values() for name, value in see.parameters.items()}
        return msgspec.structs.replace(
            self,
            fields=fields,
            columns=columns,
            sort=sort,
            joins=joins,
            named={},
            bound=bound,
            # Whoever may not see what a record is called learns nothing of it by looking for it.
            search=self.search if who.shows(self.object, self.fields[0].name) else "",
        )

    def by_name(self) -> dict[str, Field]:
        """Its fields under their names."""
        return {each.name: each for each in self.fields}

    def chosen(self, names: Iterable[str]) -> tuple[Field, ...]:
        """The fields of these columns, in this order. Raises Invalid."""
        fields = self.by_name()
        asked = list(dict.fromkeys(names))
        for name in asked:
            if name not in fields:
                wrong(f"there is no field {name[:60]}", "columns")
        return tuple(fields[name] for name in asked)
