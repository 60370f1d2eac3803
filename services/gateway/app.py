"""What is the gateway made of: routes, pages, and what happens to every request on its way?"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI

from services import product
from services.gateway import failures
from services.gateway.api import (
    bulk,
    commands,
    configuration,
    customers,
    deals,
    docs,
    events,
    export,
    health,
    history,
    operations,
    people,
    reports,
    search,
    sign_in,
    tasks,
)
from services.gateway.asgi.body_limit import BodyLimit
from services.gateway.asgi.compression import Compression
from services.gateway.asgi.correlation import Correlation
from services.gateway.asgi.guard import Guard
from services.gateway.asgi.head import Head
from services.gateway.asgi.headers import Headers
from services.gateway.asgi.position import Position
from services.gateway.asgi.signed_in import SignedIn
from services.gateway.importing import api as importing
from services.gateway.importing import steps as importing_steps
from services.gateway.importing import undo as importing_undo
from services.gateway.importing.imports import Imports
from services.gateway.lists.bulk_changes import BulkChanges
from services.gateway.pages.assets import assets
from services.gateway.pages.rights import access
from services.gateway.pages.routes import router as pages
from services.gateway.rights.door import admitted, check
from services.gateway.runtime import Runtime
from services.gateway.undoing import takes_back

_DESCRIPTION = (
    "Every command and every query of Hindsight. Amounts are decimal strings, instants ISO 8601 in UTC. "
    "Every answer says in the header `Hindsight-Position` up to which position of the log it knows of "
    "everything; a command says the position of its last event. Give one to a query as `min_position`, and "
    "the answer is at least as new: you read your own writes, and never go back in time, whichever gateway "
    "answers. Errors are RFC 9457 problems."
)


def create_app(runtime: Runtime) -> FastAPI:
    """The gateway over this runtime, which it starts and closes."""
    app = FastAPI(
        title="Hindsight",
        version="1",
        description=_DESCRIPTION,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(admitted)],
    )
    app.state.runtime = runtime
    app.state.imports = Imports(runtime)
    app.state.changes = BulkChanges(runtime)
    _routes(app, runtime)
    check(app)
    failures.register(app)
    # The last one added is the first to see a request.
    app.add_middleware(Compression)
    app.add_middleware(BodyLimit)
    app.add_middleware(Head)
    app.add_middleware(SignedIn, runtime=runtime)
    app.add_middleware(Guard, trusted_hosts=runtime.trusted_hosts)
    app.add_middleware(Headers)
    app.add_middleware(Position)
    app.add_middleware(Correlation)
    return app


def _routes(app: FastAPI, runtime: Runtime) -> None:
    app.include_router(commands.router(product.applications(runtime.log)))
    for routes in (
        customers,
        deals,
        export,
        bulk,
        reports,
        people,
        search,
        sign_in,
        history,
        events,
        operations,
        docs,
        health,
        tasks,
        configuration,
    ):
        app.include_router(routes.router)
    app.include_router(takes_back.router)
    for part in (importing, importing_steps, importing_undo):
        app.include_router(part.router)
    app.include_router(access.api)
    app.include_router(pages)
    app.mount("/static", assets, name="static")
    docs.describe(
        app,
        (
            *customers.ROWS,
            *sign_in.ROWS,
            *deals.ROWS,
            *reports.ROWS,
            *people.ROWS,
            *search.ROWS,
            *history.ROWS,
            *tasks.ROWS,
            *configuration.ROWS,
            *access.ROWS,
            *operations.ROWS,
        ),
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    runtime: Runtime = app.state.runtime
    imports: Imports = app.state.imports
    await runtime.start()
    changes: BulkChanges = app.state.changes
    imports.begin()
    changes.begin()
    yield
    await imports.stop()
    await changes.stop()
    await runtime.close()
