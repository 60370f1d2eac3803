"""Does this broker answer, and what is wrong if not?"""

from shared.servers.errors import ServerMissing
from shared.servers.rabbitmq import given


def broker_problem(url: str) -> str | None:
    """None where the broker takes this user, else a sentence (the password is never part of it)."""
    try:
        given(url)
    except ServerMissing as error:
        return str(error)
    return None
