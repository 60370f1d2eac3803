"""Who may see an import, and who may change it?"""

from uuid import UUID

from starlette.requests import Request

from services.gateway.api.sending import actor_of
from services.gateway.importing.imports import Imports
from services.gateway.viewer import viewer
from services.importing.wizard.draft import Draft
from shared.refusals import Forbidden, NotFound
from shared.rights.principal import SEE, SYSTEM, Principal


def held(request: Request) -> Imports:
    """The imports of this gateway."""
    imports: Imports = request.app.state.imports
    return imports


def draft_of(request: Request, import_id: UUID) -> Draft:
    """An import the viewer may see. Raises NotFound."""
    draft = held(request).store.load(import_id)
    if draft is None or not visible(viewer(request), draft):
        raise NotFound(what="import", id=str(import_id))
    return draft


def visible(principal: Principal, draft: Draft) -> bool:
    """One's own. Files hold anybody's records, so those of others are for who sees every import."""
    return _is_own(principal, draft) or principal.may("import", SEE)


def changeable(principal: Principal, draft: Draft) -> bool:
    """One's own, and everybody's for administrators: to correct, to continue, to undo."""
    return _is_own(principal, draft) or principal.may("import", "administer")


def open_draft(request: Request, import_id: UUID) -> Draft:
    """An import that the viewer may change. Raises NotFound, Forbidden."""
    draft = draft_of(request, import_id)
    if not changeable(viewer(request), draft):
        raise Forbidden
    return draft


def _is_own(principal: Principal, draft: Draft) -> bool:
    return principal.user_id is not None and draft.user_id == principal.user_id


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
