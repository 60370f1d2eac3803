"""Who may import what?"""

from services.importing.wizard.draft import Draft
from shared.refusals import Forbidden, Invalid
from shared.rights.fields import UNKNOWN
from shared.rights.levels import Level
from shared.rights.principal import Principal

THINGS = ("customer", "deal", "product", "user", "team", "branch", "activity", "task")


def importable(principal: Principal) -> list[str]:
    """The things of which this principal may import records."""
    return [thing for thing in THINGS if may_import(principal, thing)]


def may_import(principal: Principal, thing: str) -> bool:
    """May they import records of this kind, at least their own?"""
    return principal.level(thing, "import") > Level.NONE


def check_importer(principal: Principal) -> None:
    """Raises Forbidden where there is nothing they may import."""
    if not importable(principal):
        raise Forbidden


def check_things(principal: Principal, draft: Draft) -> None:
    """Raises Forbidden where rows are something they may not import, Invalid where they set hidden fields."""
    mappings = [file.mapping for file in draft.chosen() if file.mapping]
    if not all(may_import(principal, mapping.entity) for mapping in mappings):
        raise Forbidden
    hidden = [
        {"field": field, "problem": UNKNOWN}
        for mapping in mappings
        for field in mapping.fields
        if not principal.shows(mapping.entity, field)
    ]
    if hidden:
        raise Invalid(problems=hidden)
