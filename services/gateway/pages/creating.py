"""What can be created from any page?"""

from typing import NamedTuple

from shared.marks import N_
from shared.rights.levels import Level
from shared.rights.principal import Principal


class Creatable(NamedTuple):
    """A kind of record, and the address whose page opens the dialog for a new one."""

    title: str
    address: str
    right: tuple[str, str]


CREATABLE = (
    Creatable(N_("New customer"), "/customers#new-customer", ("customer", "create")),
    Creatable(N_("New deal"), "/deals#new-deal", ("deal", "create")),
    Creatable(N_("New task"), "/tasks#new-task", ("task", "create")),
)


def creatable(who: Principal) -> list[Creatable]:
    """What this reader may create."""
    return [each for each in CREATABLE if who.level(*each.right) > Level.NONE]
