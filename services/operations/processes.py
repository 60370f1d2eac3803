"""How do the processes beside the gateway start: a service, the relay, a projector?"""

import os
import sys

from services import product
from services.operations.bus_handling import Services
from services.operations.console import fail
from services.operations.database import given_urls
from shared.amqp_bus import AmqpBus
from shared.projector.process import run_projectors
from shared.relay import process as relay
from shared.settings import Settings
from shared.telemetry import logs

GROUPS = ("all", "read-models", "policies")


def run_service(settings: Settings, name: str) -> None:
    """Become the process of this service. Its launcher makes the process green, so it must be a new one."""
    given_urls(settings)
    if name not in product.names():
        fail(f"There is no service {name}; there are: {', '.join(product.names())}.", 2)
    entry = f"services.{name}.service:{name.capitalize()}Service"
    os.execv(sys.executable, [sys.executable, "-m", "shared.nameko_host", entry])  # noqa: S606


def run_relay(settings: Settings) -> None:
    """Publish new events until SIGTERM or SIGINT."""
    given_urls(settings)
    logs.configure("relay")
    relay.run(settings)


def run_projector(settings: Settings, group: str) -> None:
    """Fold read models, or let policies react, until SIGTERM or SIGINT."""
    _, amqp_url = given_urls(settings)
    if group not in GROUPS:
        fail(f"There is no group {group}; there are: {', '.join(GROUPS)}.", 2)
    logs.configure("projector")
    bus = Services(AmqpBus(amqp_url))
    projections = product.PROJECTIONS if group != "policies" else ()
    policies = product.policies() if group != "read-models" else {}
    run_projectors(settings, projections, policies, dict.fromkeys(policies, bus))
    bus.close()
