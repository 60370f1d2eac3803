"""What is known of one deal, and what happened to it?"""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from events.sales import OPEN_STAGES
from projections.activities.activities import activities
from projections.activities.last_contacts import last_contact, last_contacts
from projections.activities.task_fold import tasks
from projections.customers.record import CustomerRecord, customer_record, customers
from projections.sales import deal_list
from projections.sales.deal_list import DealLine
from projections.sales.products import product_catalogue
from projections.tagging.groups import groups
from services.gateway.known import Known
from services.gateway.lists.viewing import asker
from services.gateway.pages.records import timeline
from services.gateway.pages.records.deal_fields import DealFields
from services.gateway.pages.records.fields import RecordField, allowed, custom_field
from services.gateway.pages.records.frame import frame, reading, record_page, tagging
from services.gateway.pages.stage_names import stage_names
from services.gateway.rights.masks import blanked
from services.gateway.viewer import viewer
from shared.refusals import NotFound

router = APIRouter()
SIBLINGS = 20
READS = (
    deal_list.deal_list,
    customer_record,
    product_catalogue,
    activities,
    tasks,
    last_contacts,
    groups,
    *timeline.READS,
)


@router.get("/deals/{deal_id}")
async def deal_page(request: Request, deal_id: UUID) -> Response:
    """The record of a deal; with `?panel=1` for the side panel."""

    def question(connection: Connection) -> dict[str, Any]:
        found, known = one(request, connection, deal_id), Known(connection)
        customer = _customer(request, connection, found)
        about = {"deal_id": deal_id} | ({"customer_id": customer.customer_id} if customer else {})
        return {
            "deal": found,
            "sections": sections(request, known, found),
            "name_field": name_field(request, known, found),
            "contact": last_contact(connection, deal_id, found.customer_id),
            "customer": customer,
            "others": _others(request, connection, found),
            **_stages(request, known, found),
            **tagging(request, connection, "deal", found.tags, found.groups),
            **frame(request, known, "deal", deal_id, found, about),
            **timeline.history(request, known, deal_id),
        }

    return await record_page(request, "records/deal.html", "deals", question, READS)


def one(request: Request, connection: Connection, deal_id: UUID) -> DealLine:
    """The deal, if the reader may see it. Raises NotFound."""
    who = viewer(request)
    named = who.naming("customer", "name", alias="c")
    found = deal_list.deals(connection, [deal_id], see=who.where("deal", alias="d"), customers=named)
    if not found:
        raise NotFound(what="deal", id=str(deal_id))
    return found[0]


def _stages(request: Request, known: Known, found: DealLine) -> dict[str, Any]:
    own = next((each for each in known.pipelines if each.pipeline_id == found.pipeline_id), None)
    names = stage_names(request, known)

    def name(stage: str) -> str:
        return names.of(stage, found.pipeline_id)

    open_stages = [each.stage for each in own.open_stages] if own else list(OPEN_STAGES)
    return {
        "open": found.closed_on is None and not found.discarded,
        "stages": open_stages if found.stage in open_stages else [*open_stages, found.stage],
        "stage_name": name,
        "stage_names": names,
        "stage_options": [(each, name(each)) for each in open_stages],
        "lost_reasons": own.lost_reasons if own else [],
        "today": asker(request).today,
    }


def _customer(request: Request, connection: Connection, found: DealLine) -> CustomerRecord | None:
    who = viewer(request)
    see = who.where("customer", alias="c")
    known = customers(connection, [found.customer_id], see=see) if found.customer_id else []
    return blanked(known[0], "customer", who) if known else None


def _fields(request: Request, known: Known, found: DealLine) -> DealFields:
    listed = ((str(each.product_id), each.name) for each in known.products if not each.withdrawn)
    return DealFields(found, reading(request, known), listed)


def name_field(request: Request, known: Known, found: DealLine) -> RecordField:
    """The title, to be changed where it stands."""
    field = _fields(request, known, found).name()
    shown = allowed([field], viewer(request), "deal", found)
    return shown[0] if shown else field._replace(shown="–", command=None)


def sections(request: Request, known: Known, found: DealLine) -> dict[str, list[RecordField]]:
    """The fields in their groups, custom ones too, as far as the reader may see them."""
    fields, read = _fields(request, known, found), reading(request, known)
    own = {"deal_id": str(found.deal_id)}
    added = [
        custom_field(each, found.custom, "sales/change-custom-fields", own, read)
        for each in known.definitions("deal")
    ]
    parts = {"value": fields.value(), "dates": fields.dates(), "about": fields.about(), "custom": added}
    return {name: allowed(part, viewer(request), "deal", found) for name, part in parts.items()}


def _others(request: Request, connection: Connection, found: DealLine) -> list[DealLine]:
    if found.customer_id is None:
        return []
    who = viewer(request)
    known = deal_list.of_customer(
        connection,
        found.customer_id,
        see=who.where("deal", alias="d"),
        customers=who.naming("customer", "name", alias="c"),
        limit=SIBLINGS,
    )
    others = [each for each in known if each.deal_id != found.deal_id and each.closed_on is None]
    return [blanked(each, "deal", who) for each in others]
