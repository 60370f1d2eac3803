"""What does a projector process run?"""

import signal
from collections.abc import Mapping, Sequence
from threading import Thread

from shared.database import connect
from shared.log.roles import PROJECTOR
from shared.policy import Handles, PolicyRunner, React
from shared.projection import Projection
from shared.projector.consumer import EventConsumer
from shared.projector.engine import Projector
from shared.projector.followers import Follower, ReadModels
from shared.projector.membership import Membership
from shared.projector.policies import Policies
from shared.settings import Settings
from shared.telemetry import health


class NoServers(ValueError):
    """A projector process was started without the address of the database or the broker."""


def run_projectors(
    settings: Settings,
    projections: Sequence[Projection],
    policies: Mapping[str, React],
    applications: Mapping[str, Handles],
) -> None:
    """Fold read models and run policies from RabbitMQ until SIGTERM or SIGINT, which end the present batch.

    `policies` maps a context to its reaction, `applications` to what carries out its commands. Several
    such processes share the partitions of the log; one of them at a time runs policies. Raises NoServers.
    """
    if not settings.database_url or not settings.amqp_url:
        raise NoServers("Set HINDSIGHT_DATABASE_URL and HINDSIGHT_AMQP_URL before starting a projector.")
    engine = connect(settings.database_url, role=PROJECTOR, application_name="hindsight projector")
    runners = [PolicyRunner(engine, name, react, applications[name]) for name, react in policies.items()]
    followers: dict[str, Follower] = {}
    membership = Membership(engine)
    if projections:
        followers["read_models"] = ReadModels(engine, Projector(engine, projections), membership.share)
        membership.start()
    if runners:
        followers["policies"] = Policies(engine, runners)
    _run(settings, [EventConsumer(settings.amqp_url, *pair) for pair in followers.items()])
    membership.stop()
    engine.dispose()


def _run(settings: Settings, consumers: Sequence[EventConsumer]) -> None:
    def stop(*_: object) -> None:
        for consumer in consumers:
            consumer.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    health.serve(
        settings.metrics_port,
        lambda: {consumer.group: consumer.problem() for consumer in consumers},
        host=settings.host,
    )
    threads = [Thread(target=consumer.run, name=consumer.group) for consumer in consumers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
