"""Which node of a RabbitMQ cluster does a process talk to? HINDSIGHT_AMQP_URL lists all, `;` in between."""

import random


def addresses(url: str) -> list[str]:
    """The address of each node, in an order drawn anew: who lost one node mostly tries another first."""
    each = [address.strip() for address in url.split(";") if address.strip()]
    return random.sample(each, len(each))


def in_any_order(url: str) -> str:
    """The same as one URL, as kombu takes it: it goes on to the next address where one does not answer."""
    return ";".join(addresses(url))
