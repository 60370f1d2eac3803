"""How do the branches stand below each other, and what can be settled about each?"""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.customers import facets
from projections.customers.directory_fold import customer_directory
from projections.identity.branches import Branch, all_branches, branches
from projections.identity.colleagues import colleagues_of_all
from services.gateway.pages.answers import page

router = APIRouter(prefix="/settings/branches")
READS = (all_branches, colleagues_of_all, customer_directory)


@router.get("")
async def overview(request: Request) -> Response:
    """The tree, and the codes that stand in records only."""

    def question(connection: Connection) -> dict[str, Any]:
        found = branches(connection)
        opened = {branch.code for branch in found}
        loose = [code for code in facets.branches(connection) if code not in opened]
        above = {branch.code: _elsewhere(found, branch) for branch in found}
        return {"branches": found, "loose": loose, "above": above}

    return await page(request, "people/branches.html", "settings", question, reads=READS)


def _elsewhere(found: Sequence[Branch], branch: Branch) -> list[Branch]:
    """Below which a branch can be put: all but itself and those below it, which follow it in the tree."""
    at = found.index(branch)
    end = next((n for n in range(at + 1, len(found)) if found[n].depth <= branch.depth), len(found))
    return [each for each in (*found[:at], *found[end:]) if not each.closed]
