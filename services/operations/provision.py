"""How do the servers come up that Hindsight stands on, and is the database made ready?"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from services.operations.migration import migrate
from services.operations.watch import tell_of_others, watched
from shared.servers import postgres, rabbitmq
from shared.settings import Settings


@contextmanager
def provisioned(settings: Settings) -> Iterator[Settings]:
    """Settings that name a migrated database and a broker; private servers live as long as the block.

    Raises ServerMissing saying what to do where one can be neither found nor started.
    """
    with ExitStack() as stack:
        broker = rabbitmq.provide(settings)
        stack.callback(broker.stop)
        database = postgres.provide(settings)
        stack.callback(database.stop)
        given = replace(settings, database_url=database.url, amqp_url=broker.url)
        migrate(given)
        stack.enter_context(watched("RabbitMQ", broker))
        stack.enter_context(watched("PostgreSQL", database))
        tell_of_others(database)
        yield given
