"""What is sold, and at which list price?"""

from typing import Any
from uuid import uuid4

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.sales.products import product_catalogue, products
from services.gateway.pages.answers import page

router = APIRouter(prefix="/settings/products")


@router.get("")
async def settings(request: Request) -> Response:
    """The catalogue, withdrawn products last."""

    def question(connection: Connection) -> dict[str, Any]:
        found = sorted(products(connection), key=lambda product: product.withdrawn)
        return {"products": found, "new_id": uuid4()}

    return await page(request, "settings/products.html", "settings", question, reads=(product_catalogue,))
