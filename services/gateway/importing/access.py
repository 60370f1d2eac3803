"""Who may see an import, and who may import what?"""

from uuid import UUID

from starlette.requests import Request

from services.gateway.api.sending import actor_of
from services.gateway.importing.imports import Imports
from services.gateway.viewer import viewer
from services.importing.wizard.draft import Draft
from shared.refusals import Forbidden, NotFound
from shared.rights.levels import Level
from shared.rights.principal import SYSTEM, Principal

THINGS = ("customer", "deal", "product", "user", "team", "branch", "activity", "task")


def held(request: Request) -> Imports:
    """The imports of this gateway."""
    imports: Imports = request.app.state.imports
    return imports


def draft_of(request: Request, import_id: UUID) -> Draft:
    """An import the viewer began or may see. Raises NotFound."""
    draft = held(request).store.load(import_id)
    if draft is None or not visible(viewer(request), draft):
        raise NotFound(what="import", id=str(import_id))
    return draft


def visible(principal: Principal, draft: Draft) -> bool:
    """One's own, and those of the people whose imports one may see."""
    own = principal.user_id is not None and draft.user_id == principal.user_id
    return own or principal.may("import", "see", owner_id=draft.user_id, branch=draft.branch)


def own_draft(request: Request, import_id: UUID) -> Draft:
    """An import that the viewer may change: their own. Raises NotFound, Forbidden."""
    draft, principal = draft_of(request, import_id), viewer(request)
    if draft.user_id != principal.user_id:
        raise Forbidden
    return draft


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
    """Raises Forbidden where a file's rows are something they may not import."""
    if not all(may_import(principal, file.mapping.entity) for file in draft.chosen() if file.mapping):
        raise Forbidden


def begun_by(request: Request) -> dict[str, object]:
    """The fields of a draft that say who began it. An import outlives a session, but not a token."""
    principal = viewer(request)
    token = request.scope.get("credential") if "authorization" in request.headers else None
    return {
        "user_id": principal.user_id,
        "actor": "import" if principal is SYSTEM else actor_of(principal),
        "branch": principal.branch,
        "credential": token,
    }
