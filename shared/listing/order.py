"""In which order do rows come, and how is a page found that follows on another, nulls and equals included?

Rows without a value come last, whichever way the others go. So a list has two parts, one after the other,
and each is read through the same index on (value, id), forwards or backwards.
"""

from typing import Any, NamedTuple
from uuid import UUID

from shared.listing.expression import wrong
from shared.listing.listing import Listing
from shared.paging import decoded, encoded


class Part(NamedTuple):
    """Rows of a list in order: a condition with its parameters, and what stands after `order by`."""

    where: str
    parameters: dict[str, Any]
    by: str


class Order(NamedTuple):
    """By which value rows are ordered, in which direction; the id decides between equals.

    own: the value is the row's own, and not that of a record it names.
    """

    value: str
    type: Any
    id: str
    descending: bool
    present: bool
    own: bool = True

    def parts(self, cursor: str | None) -> list[Part]:
        """What follows on the cursor, in one part or two. Raises Invalid."""
        if cursor is None:
            return [self._valued("true", {}), *self._rest("true", {})]
        value, key = decoded(cursor, (self.type | None, UUID))
        than = "<" if self.descending else ">"
        after = {"after_value": value, "after_key": key}
        if value is None:
            return self._rest(f"{self.id} {than} :after_key", after)
        # The first condition is in the second; the index begins its search by it.
        following = (
            f"{self.value} {than}= :after_value"
            f" and ({self.value}, {self.id}) {than} (:after_value, :after_key)"
        )
        return [self._valued(following, after), *self._rest("true", {})]

    def cursor(self, value: Any, key: UUID) -> str:
        """Where a row stands."""
        return encoded([value, key])

    def _valued(self, where: str, parameters: dict[str, Any]) -> Part:
        held = where if self.present else f"{self.value} is not null and {where}"
        return Part(held, parameters, self._by)

    def _rest(self, where: str, parameters: dict[str, Any]) -> list[Part]:
        if self.present:
            return []
        # An index on (value, id) is read in both its columns' order; where there can be none, by the id's.
        by = self._by if self.own else f"{self.id}{' desc' if self.descending else ''}"
        return [Part(f"{self.value} is null and {where}", parameters, by)]

    @property
    def _by(self) -> str:
        direction = " desc" if self.descending else ""
        return f"{self.value}{direction}, {self.id}{direction}"


def order(listing: Listing, sort: str) -> Order:
    """The order a reader asks for: a field's name, with a minus for the other direction. Raises Invalid."""
    name = sort.removeprefix("-")
    descending = sort.startswith("-")
    if name == listing.key:
        return Order(listing.id, UUID, listing.id, descending, present=True)
    field = listing.by_name().get(name)
    if field is None or not field.ordered:
        wrong(f"there is no field {name[:60]} to sort by", "sort")
    value = field.order or field.sql
    own = value.startswith(f"{listing.alias}.")
    return Order(value, field.type, listing.id, descending, field.present, own)
