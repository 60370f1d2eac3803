"""The roles: what does each of them give, and to how many people?"""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.configuration.custom_fields import custom_fields, definitions
from projections.identity.roles import Role, all_roles, roles
from services.gateway.language import language_of
from services.gateway.pages.answers import page
from services.gateway.pages.rights import matrix, words
from services.gateway.viewer import viewer
from shared.refusals import NotFound

router = APIRouter()
_READS = (all_roles, custom_fields)


@router.get("/settings/roles")
async def overview(request: Request) -> Response:
    """Every role, with how many people have it."""

    def question(connection: Connection) -> dict[str, Any]:
        return {"roles": roles(connection), "may_change": _may_change(request)}

    return await page(request, "rights/roles.html", "settings", question, reads=[all_roles])


@router.get("/settings/roles/{key}")
async def one(request: Request, key: str) -> Response:
    """What a role gives, as a table: kinds of things by actions, and the fields it closes."""

    def question(connection: Connection) -> dict[str, Any]:
        role = _role(connection, key)
        return {
            "role": role,
            "actions": [words.ACTIONS[action] for action in matrix.ACTIONS],
            "lines": list(matrix.lines(role)),
            "fields": list(matrix.field_rules(role, _custom(connection, language_of(request)))),
            "rules": list(words.RULES.items()),
            "may_change": _may_change(request) and not role.retired,
        }

    return await page(request, "rights/role.html", "settings", question, reads=_READS)


def _may_change(request: Request) -> bool:
    return viewer(request).may("role", "administer")


def _role(connection: Connection, key: str) -> Role:
    found = next((role for role in roles(connection) if role.key == key), None)
    if found is None:
        raise NotFound(what="role", id=key[:60])
    return found


def _custom(connection: Connection, language: str) -> Mapping[str, Mapping[str, str]]:
    return {
        thing: {f"custom.{each.key}": each.named(language) for each in definitions(connection, thing)}
        for thing in ("customer", "deal")
    }
