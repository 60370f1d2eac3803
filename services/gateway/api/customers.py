"""What can be asked about customers over HTTP?"""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from projections.customers import directory, record
from projections.customers.directory_fold import customer_directory
from projections.sales.agents import sales_agents
from services.gateway.api import answers
from services.gateway.api.describing import page_of, problems, record_of
from services.gateway.api.parameters import PagedQuery, Term
from services.gateway.api.parameters import Query as Parameters
from services.gateway.runtime import Runtime

router = APIRouter(prefix="/api/v1/customers", tags=["customers"])
ROWS = (directory.CustomerLine, record.CustomerRecord)


class CustomerQuery(PagedQuery):
    """Which customers, in which order?"""

    search: Term | None = None
    kind: Literal["person", "organization"] | None = None
    owner_id: UUID | None = None
    branch: Term | None = None
    sector: Term | None = None
    lifecycle: Literal["prospect", "customer", "loyal", "lost"] | None = None
    archived: bool = False
    sort: Literal["name", "-name", "registered_at", "-registered_at"] = "name"


@router.get("", summary="Find customers", responses={200: page_of("CustomerLine"), **problems(422, 503)})
async def find(request: Request, query: Annotated[CustomerQuery, Query()]) -> Response:
    """Search finds parts of names in any script, Chinese names also by pinyin and initials."""
    runtime: Runtime = request.app.state.runtime
    found = await runtime.reader.ask(
        [customer_directory, sales_agents],
        lambda connection: directory.find(connection, **query.wanted),
        **query.freshness,
    )
    return answers.page(request, found)


@router.get(
    "/{customer_id}",
    summary="One customer",
    responses={200: record_of("CustomerRecord"), **problems(404, 422, 503)},
)
async def one(request: Request, customer_id: UUID, query: Annotated[Parameters, Query()]) -> Response:
    """Everything known of one customer; the ETag is the version to send as If-Match."""
    runtime: Runtime = request.app.state.runtime
    found = await runtime.reader.ask(
        [record.customer_record],
        lambda connection: record.customer(connection, customer_id),
        **query.freshness,
    )
    return answers.record(request, found, what="customer", record_id=customer_id)
