"""Which processes can be started?"""

from typing import Annotated

import typer

from services.operations.console import Json, answer
from shared.settings import from_environment

Port = Annotated[int | None, typer.Option(help="Listen here instead of HINDSIGHT_PORT.", min=0, max=65535)]


def serve(port: Port = None, json: Json = False) -> None:
    """Run everything in this one process: database, services, read models, web pages."""
    from services.operations.embedded import run

    run(from_environment(), port=port, json=json)


def gateway(port: Port = None, json: Json = False) -> None:
    """Run the HTTP gateway; commands go to the services over RabbitMQ."""
    from services.operations.distributed_gateway import run

    run(from_environment(), port=port, json=json)


def service(name: Annotated[str, typer.Argument(help="Which one: customers, sales …")]) -> None:
    """Run one service; start as many as needed, they share the work."""
    from services.operations.processes import run_service

    run_service(from_environment(), name)


def relay() -> None:
    """Run the relay, which tells RabbitMQ of new events; a second one stands by."""
    from services.operations.processes import run_relay

    run_relay(from_environment())


def projector(
    group: Annotated[str, typer.Argument(help="all, read-models or policies.")] = "all",
) -> None:
    """Run a projector: it folds read models and lets policies react; a second one stands by."""
    from services.operations.processes import run_projector

    run_projector(from_environment(), group)


def scheduler() -> None:
    """Run the scheduler, which reminds people of their tasks; a second one stands by."""
    from services.operations.reminding.process import run

    run(from_environment())


def run_distributed() -> None:
    """Run every process of the distributed mode on this machine."""
    from services.operations.distributed import run

    run(from_environment())


def migrate(json: Json = False) -> None:
    """Bring the database up to date: log, roles, tables of the read models. Harmless to repeat."""
    from services.operations.migration import migrate as bring_up_to_date

    prepared = bring_up_to_date(from_environment())
    answer(prepared, f"The database is up to date; {len(prepared['projections'])} read models.", json=json)
