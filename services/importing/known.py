"""Which records that are there already does a row mean, as far as the one who imports may see them?"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Engine, text

from services.importing.alike import Way, marks_of, name_of, number_of
from shared.log.log import Log
from shared.rights.levels import Level
from shared.rights.ownership import ownership
from shared.rights.principal import SEE, Principal
from shared.search import query, tokens

_MOST = 5_000
_FIELDS = {("customer", "email"): "emails", ("customer", "phone"): "phones"}
# One look at the index for all rows of a batch: as many tokens, not as many queries.
_CUSTOMERS = """
    select c.customer_id, c.kind, c.name, c.emails, c.phones from read.customer_directory c
    where c.tokens @@ cast(:wanted as tsquery) and not c.archived and {see}
    order by c.registered_at, c.customer_id limit :most"""
_PRODUCTS = "select product_id, name from read.product_catalogue where not withdrawn order by product_id"
_PEOPLE = "select user_id, name, email from read.colleagues where active order by name, user_id"


class Match(NamedTuple):
    """A record that is there; `way` is what it has in common with the row."""

    record_id: UUID
    name: str
    way: Way


class KnownRecords:
    """Looks records up in the read models, as far as the one who imports may see them and their fields."""

    def __init__(self, engine: Engine, who: Principal) -> None:
        self._engine, self._log = engine, Log(engine)
        self._who = who
        self._few: dict[str, dict[tuple[str, str], list[UUID]]] = {}
        self._found: dict[tuple[str, str], UUID | None] = {}

    def find(self, entity: str, way: str, text: str) -> UUID | None:
        """The only record whose name or e-mail this is; None where there is none, or several."""
        if not self._shows(entity, way):
            return None
        if entity == "customer":
            if (way, text) not in self._found:
                self._found[way, text] = self._customer(way, text)
            return self._found[way, text]
        ids = self._all(entity).get((way, text.casefold()), [])
        return ids[0] if len(ids) == 1 else None

    def alike(self, records: Sequence[Any], ways: Sequence[Way]) -> list[Match | None]:
        """For each row's record the customer that is there already, by the first way in which they agree."""
        ways = [way for way in ways if self._shows("customer", way)]
        marks = [list(marks_of(record, ways)) for record in records]
        wanted = {
            _wanted(way, mark, record)
            for record, own in zip(records, marks, strict=True)
            for way, mark in own
        }
        there: dict[tuple[str, str, str], Any] = {}
        for row in self._customers(wanted - {""}):
            for way in ways:
                for mark in _marks(row, way):
                    there.setdefault((row.kind, way, mark), row)
        return [
            next(
                (
                    Match(row.customer_id, row.name, way)
                    for way, mark in own
                    if (row := there.get((record.kind, way, mark)))
                ),
                None,
            )
            for record, own in zip(records, marks, strict=True)
        ]

    def sees(self, entity: str, ids: Collection[UUID]) -> set[UUID]:
        """Those of these records that the one who imports may know of, by the facts as they are now."""
        if self._who.may(entity, SEE):
            return set(ids)
        return {
            found
            for found, (owner_id, branch) in ownership(self._log, ids).items()
            if self._who.may(entity, SEE, owner_id=owner_id, branch=branch)
        }

    def shows(self, entity: str, field: str) -> bool:
        """May they see this field?"""
        return self._who.shows(entity, field)

    def _shows(self, entity: str, way: str) -> bool:
        """What is hidden from somebody tells them of no record either."""
        return self._who.shows(entity, _FIELDS.get((entity, way), way))

    def _customer(self, way: str, text: str) -> UUID | None:
        wanted = name_of(text) if way == "name" else text.casefold()
        rows = self._customers({query(text) or ""} - {""})
        ids = {row.customer_id for row in rows if wanted in _marks(row, way)}
        return ids.pop() if len(ids) == 1 else None

    def _customers(self, wanted: Iterable[str]) -> Sequence[Any]:
        see = self._who.where("customer")
        either = " | ".join(f"({each})" for each in wanted)
        if not either:
            return []
        with self._engine.connect() as connection:
            parameters = {"wanted": either, "most": _MOST, **see.parameters}
            return connection.execute(text(_CUSTOMERS.format(see=see.sql)), parameters).all()

    def _all(self, entity: str) -> dict[tuple[str, str], list[UUID]]:
        """Products and colleagues are few."""
        if entity not in self._few:
            found: dict[tuple[str, str], list[UUID]] = {}
            seen = self._who.level(entity, SEE) > Level.NONE
            statement = {"product": _PRODUCTS, "user": _PEOPLE}.get(entity) if seen else None
            with self._engine.connect() as connection:
                for row in connection.execute(text(statement)).all() if statement else ():
                    for way, value in zip(("name", "email"), row[1:], strict=False):
                        if value:
                            found.setdefault((way, value.casefold()), []).append(row[0])
            self._few[entity] = found
        return self._few[entity]


def _wanted(way: Way, mark: str, record: Any) -> str:
    """What the directory keeps for this mark: whole addresses, numbers from each digit on, words."""
    if way == "name":
        return " & ".join(_lexeme(token) for token in tokens(record.name))
    return _lexeme({"email": "@", "phone": "#"}[way] + mark)


def _lexeme(token: str) -> str:
    escaped = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _marks(row: Any, way: str) -> set[str]:
    if way == "email":
        return {mail.casefold() for mail in row.emails}
    return {number_of(phone) for phone in row.phones} if way == "phone" else {name_of(row.name)}
