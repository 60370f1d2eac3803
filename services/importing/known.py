"""Which records that are there already does a row mean, as far as the one who imports may see them?"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Engine, text

from services.importing.alike import Way, marks_of, name_of, number_of
from shared.rights.condition import Condition
from shared.search import query

_FEW = 20
_CUSTOMERS = """
    select q.number, c.customer_id, c.kind, c.name, c.emails, c.phones
    from unnest(cast(:queries as text[])) with ordinality as q (query, number)
    cross join lateral (
        select * from read.customer_directory c
        where c.tokens @@ cast(q.query as tsquery) and not c.archived and {see} limit :few) c
    order by q.number, c.registered_at, c.customer_id"""
_PRODUCTS = (
    "select product_id, name from read.product_catalogue where not withdrawn order by name, product_id"
)
_PEOPLE = "select user_id, name, email from read.colleagues where active order by name, user_id"


class Match(NamedTuple):
    """A record that is there; `way` is what it has in common with the row."""

    record_id: UUID
    name: str
    way: Way


class KnownRecords:
    """Looks records up in the read models; `see` says which things the one who imports may see."""

    def __init__(self, engine: Engine, see: Callable[[str], Condition]) -> None:
        self._engine = engine
        self._see = see
        self._few: dict[str, dict[tuple[str, str], list[UUID]]] = {}
        self._found: dict[tuple[str, str], UUID | None] = {}

    def find(self, entity: str, way: str, text: str) -> UUID | None:
        """The only record whose name or e-mail this is; None where there is none, or several."""
        if entity == "customer":
            if (way, text) not in self._found:
                self._found[way, text] = self._customer(way, text)
            return self._found[way, text]
        ids = self._all(entity).get((way, text.casefold()), [])
        return ids[0] if len(ids) == 1 else None

    def alike(self, records: Sequence[Any], ways: Sequence[Way]) -> list[Match | None]:
        """For each row's record the customer that is there already, by the first way in which they agree."""
        marks = [list(marks_of(record, ways)) for record in records]
        asked = [
            (number, way, mark, found)
            for number, record in enumerate(records)
            for way, mark in marks[number]
            if (found := query(record.name if way == "name" else mark))
        ]
        matches: list[Match | None] = [None] * len(records)
        for place, row in self._customers([found for *_, found in asked]):
            number, way, mark, _ = asked[place]
            if matches[number] is None and row.kind == records[number].kind and mark in _marks(row, way):
                matches[number] = Match(row.customer_id, row.name, way)
        return matches

    def _customer(self, way: str, text: str) -> UUID | None:
        if way not in ("name", "email") or not (found := query(text)):
            return None
        wanted = name_of(text) if way == "name" else text.casefold()
        ids = {row.customer_id for _, row in self._customers([found]) if wanted in _marks(row, way)}
        return ids.pop() if len(ids) == 1 else None

    def _customers(self, queries: Sequence[str]) -> Iterable[tuple[int, Any]]:
        see = self._see("customer")
        if not queries:
            return []
        with self._engine.connect() as connection:
            parameters = {"queries": list(queries), "few": _FEW, **see.parameters}
            rows = connection.execute(text(_CUSTOMERS.format(see=see.sql)), parameters).all()
        return [(row.number - 1, row) for row in rows]

    def _all(self, entity: str) -> dict[tuple[str, str], list[UUID]]:
        """Products and colleagues are few."""
        if entity not in self._few:
            found: dict[tuple[str, str], list[UUID]] = {}
            statement = {"product": _PRODUCTS, "user": _PEOPLE}.get(entity)
            with self._engine.connect() as connection:
                for row in connection.execute(text(statement)).all() if statement else ():
                    for way, value in zip(("name", "email"), row[1:], strict=False):
                        if value:
                            found.setdefault((way, value.casefold()), []).append(row[0])
            self._few[entity] = found
        return self._few[entity]


def _marks(row: Any, way: str) -> set[str]:
    if way == "email":
        return {mail.casefold() for mail in row.emails}
    return {number_of(phone) for phone in row.phones} if way == "phone" else {name_of(row.name)}
