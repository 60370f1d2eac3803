"""Is the gateway alive, and can it do its work?"""

import asyncio

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.telemetry.health import ready

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def alive() -> Response:
    """The event loop turns."""
    return JSONResponse({"status": "alive"})


@router.get("/readyz")
async def readiness(request: Request) -> Response:
    """Everything the gateway needs is there; 503 with the reason if not."""
    status, body = ready(await asyncio.to_thread(request.app.state.runtime.readiness))
    return JSONResponse(body, int(status.split()[0]))


@router.get("/metrics")
def metrics() -> Response:
    """The figures of this process, for Prometheus."""
    return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
