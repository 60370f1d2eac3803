"""On whose behalf does something go on in the background, with the rights they have now?"""

from uuid import UUID

from projections.identity.access import access
from shared.log.log import Log
from shared.rights.principal import SYSTEM, Principal


def acting(log: Log, user_id: UUID | None, credential: UUID | None) -> Principal | None:
    """Whoever wished for it, within the token they wished with; None where they may no longer sign in.

    What nobody wished for goes on as Hindsight's own.
    """
    if user_id is None:
        return SYSTEM
    directory = access(log)
    directory.catch_up()
    return directory.principal(user_id, credential)
