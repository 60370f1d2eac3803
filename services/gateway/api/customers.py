"""What can be asked about customers over HTTP?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from projections.customers import record
from projections.customers.listing import CUSTOMERS
from services.gateway.api import answers
from services.gateway.api.describing import problems, record_of
from services.gateway.api.listed import Asked, described, listed
from services.gateway.api.parameters import Query as Parameters
from services.gateway.lists.catalogue import LISTS
from services.gateway.runtime import Runtime
from services.gateway.viewer import viewer

router = APIRouter(prefix="/api/v1/customers", tags=["customers"])
ROWS = (record.CustomerRecord,)


@router.get("", summary="Find customers", responses={200: described(CUSTOMERS), **problems(422, 503)})
async def find(request: Request, query: Asked) -> Response:
    """Search finds parts of names in any script, Chinese names also by pinyin and initials."""
    return await listed(request, LISTS["customers"], query)


@router.get(
    "/{customer_id}",
    summary="One customer",
    responses={200: record_of("CustomerRecord"), **problems(404, 422, 503)},
)
async def one(request: Request, customer_id: UUID, query: Annotated[Parameters, Query()]) -> Response:
    """Everything known of one customer; the ETag is the version to send as If-Match."""
    see = viewer(request).where("customer", alias="c")
    runtime: Runtime = request.app.state.runtime
    found = await runtime.reader.ask(
        [record.customer_record],
        lambda connection: next(iter(record.customers(connection, [customer_id], see=see)), None),
        **query.freshness,
    )
    return answers.record(request, found, what="customer", record_id=customer_id)
