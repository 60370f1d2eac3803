"""Who belongs to a customer: the people of a company, the colleagues of a person?"""

from typing import Any, NamedTuple

from sqlalchemy import Connection
from starlette.requests import Request

from projections.customers.people import company_named, people_of
from projections.customers.record import CustomerRecord, customers
from services.gateway.rights.masks import blanked
from services.gateway.viewer import viewer


class Company(NamedTuple):
    """What a company is called, and its page, where there is one the reader may see."""

    name: str
    address: str | None


def people(request: Request, connection: Connection, found: CustomerRecord) -> dict[str, Any]:
    """The company of the customer (the customer itself, or where they work), and its other people."""
    who = viewer(request)
    organization = found.kind == "organization"
    name = found.name if organization else found.company
    if not name or not all(who.shows("customer", field) for field in ("name", "company")):
        return {"company": None, "colleagues_there": []}
    see = who.where("customer", alias="c")
    ids = [each for each in people_of(connection, name, see=see) if each != found.customer_id]
    known = {each.customer_id: blanked(each, "customer", who) for each in customers(connection, ids, see=see)}
    own = None if organization else company_named(connection, name, see=see)
    return {
        "company": Company(name, f"/customers/{own}" if own else None),
        "colleagues_there": [known[each] for each in ids if each in known],
    }
