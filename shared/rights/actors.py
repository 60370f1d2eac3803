"""Which actors are Hindsight itself, and which are people?"""

from uuid import UUID

HINDSIGHT = "hindsight"
_OWN = frozenset({"import", "demo", "cli", HINDSIGHT})
_POLICY = "policy:"


def is_hindsight(actor: str) -> bool:
    """Is it a policy, an import, the demo, the command line? They are no person's deputies."""
    return actor in _OWN or actor.startswith(_POLICY)


def person(actor: str) -> UUID | None:
    """The user behind an actor; None where it is no user."""
    try:
        return UUID(actor)
    except ValueError:
        return None
