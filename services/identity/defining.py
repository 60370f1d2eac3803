"""How do the built-in roles come into the log?"""

from uuid import uuid5

from events.identity import role_id
from services.identity.built_in import built_in_roles
from shared.application import Application
from shared.records import Header

ACTOR, SOURCE = "hindsight", "automation"


def define_built_in_roles(identity: Application) -> None:
    """Define those that never were; one that was changed or retired since stays so."""
    roles = {role_id(role.key): role for role in built_in_roles()}
    known = identity.log.existing(roles)
    for stream_id, role in roles.items():
        if stream_id not in known:
            # Two processes that start together send the same command.
            command_id = uuid5(stream_id, "built in")
            header = Header(
                command_id=command_id, correlation_id=command_id, actor=ACTOR, branch="", source=SOURCE
            )
            identity.handle(role, header)
