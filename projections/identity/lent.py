"""How far do the rights of a user reach with one of their tokens?"""

from msgspec.structs import replace

from projections.identity.access_fold import Credential
from projections.identity.things import ACTIONS, THINGS
from shared.rights.levels import Level
from shared.rights.principal import SEE, Principal, Rights

READS = (SEE, "export")
EVERYTHING = "*"


def lent(principal: Principal, credential: Credential, branches: tuple[str, ...]) -> Principal:
    """The principal, limited to the scopes of the credential and to its branch and those below."""
    if credential.scopes is not None:
        principal = replace(principal, rights=_scoped(principal, credential.scopes))
    if credential.branch:
        principal = replace(principal, within=branches)
    return principal


def _scoped(principal: Principal, scopes: tuple[str, ...]) -> Rights:
    levels = {
        f"{thing}.{action}": principal.level(thing, action)
        for thing in THINGS
        for action in ACTIONS
        if _named(scopes, thing, "read" if action in READS else "write")
    }
    return Rights(
        levels={right: level for right, level in levels.items() if level > Level.NONE},
        hidden=principal.rights.hidden,
        fixed=principal.rights.fixed,
        own_account=False,
    )


def _named(scopes: tuple[str, ...], thing: str, what: str) -> bool:
    return f"{thing}:{what}" in scopes or f"{EVERYTHING}:{what}" in scopes
