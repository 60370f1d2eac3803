"""What is known of one customer, what happened, and what is under way with it?"""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.activities.activities import activities
from projections.activities.last_contacts import last_contact, last_contacts
from projections.activities.task_fold import tasks
from projections.customers.directory_fold import customer_directory
from projections.customers.record import CustomerRecord, customer_record, customers
from projections.sales import deal_list
from projections.sales.deal_list import DealLine
from projections.sales.products import product_catalogue
from projections.tagging.groups import groups
from services.gateway.known import Known
from services.gateway.pages.figures import Sum, sums_of
from services.gateway.pages.records import timeline
from services.gateway.pages.records.customer_fields import CustomerFields
from services.gateway.pages.records.fields import RecordField, allowed, custom_field
from services.gateway.pages.records.frame import frame, reading, record_page, tagging
from services.gateway.pages.records.people import people
from services.gateway.pages.stage_names import stage_names
from services.gateway.rights.masks import blanked
from services.gateway.viewer import viewer
from shared.refusals import NotFound

router = APIRouter()
DEALS = 200
READS = (
    customer_record,
    customer_directory,
    deal_list.deal_list,
    product_catalogue,
    activities,
    tasks,
    last_contacts,
    groups,
    *timeline.READS,
)


@router.get("/customers/{customer_id}")
async def customer_page(request: Request, customer_id: UUID) -> Response:
    """The record of a customer; with `?panel=1` for the side panel."""

    def question(connection: Connection) -> dict[str, Any]:
        found, known = one(request, connection, customer_id), Known(connection)
        fields = sections(request, known, found)
        about = {"customer_id": found.customer_id}
        return {
            "customer": found,
            "sections": fields,
            "name_field": name_field(request, known, found),
            "contact": last_contact(connection, customer_id),
            "products": known.products,
            **_deals(request, connection, customer_id),
            **people(request, connection, found),
            "stage_names": stage_names(request, known),
            **tagging(request, connection, "customer", found.tags, found.groups),
            **frame(request, known, "customer", customer_id, found, about),
            **timeline.history(request, known, customer_id),
        }

    return await record_page(request, "records/customer.html", "customers", question, READS)


def one(request: Request, connection: Connection, customer_id: UUID) -> CustomerRecord:
    """The customer, if the reader may see it. Raises NotFound."""
    who = viewer(request)
    found = customers(connection, [customer_id], see=who.where("customer", alias="c"))
    if not found:
        raise NotFound(what="customer", id=str(customer_id))
    return blanked(found[0], "customer", who)


def _fields(request: Request, known: Known, found: CustomerRecord) -> CustomerFields:
    branches = ((each.code, each.name) for each in known.open_branches)
    return CustomerFields(found, reading(request, known), branches)


def name_field(request: Request, known: Known, found: CustomerRecord) -> RecordField:
    """The name, to be changed in the title."""
    field = _fields(request, known, found).name()
    shown = allowed([field], viewer(request), "customer", found) or [field._replace(shown="–", command=None)]
    return shown[0]._replace(command=None) if found.archived else shown[0]


def sections(request: Request, known: Known, found: CustomerRecord) -> dict[str, list[RecordField]]:
    """The fields in their groups, custom ones too, as far as the reader may see them."""
    fields = _fields(request, known, found)
    read = reading(request, known)
    own = {"customer_id": str(found.customer_id)}
    added = [
        custom_field(each, found.custom, "customers/change-custom-fields", own, read)
        for each in known.definitions("customer")
    ]
    parts = {
        "contact": fields.contact(),
        "assignment": fields.assignment(),
        "profile": fields.profile(),
        "custom": added,
    }
    who = viewer(request)
    shown = {name: allowed(part, who, "customer", found) for name, part in parts.items()}
    if found.archived:  # it stays as it is until it is restored
        return {name: [each._replace(command=None) for each in part] for name, part in shown.items()}
    return shown


def _deals(request: Request, connection: Connection, customer_id: UUID) -> dict[str, Any]:
    who = viewer(request)
    named = who.naming("customer", "name", alias="c")
    see = who.where("deal", alias="d")
    deals = deal_list.of_customer(connection, customer_id, see=see, customers=named, limit=DEALS)
    deals = [blanked(deal, "deal", who) for deal in deals]
    opened = [deal for deal in deals if deal.closed_on is None]
    won = [deal for deal in deals if deal.stage == "won"]
    return {
        "open_deals": opened,
        "open_sums": _sums(opened),
        "won_deals": won,
        "won_sums": _sums(won),
    }


def _sums(deals: list[DealLine]) -> list[Sum]:
    known = (deal for deal in deals if deal.amount is not None)  # a hidden amount is not there
    return sums_of((deal.currency, deal.amount, deal.amount) for deal in known)
