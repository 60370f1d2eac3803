"""Which saved view is open, and what does it ask of its list?"""

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from sqlalchemy import Connection

from projections.configuration.views import ViewRow, default_view, views
from services.gateway.lists.catalogued import Catalogued
from shared.rights.principal import Principal

ALL = "all"
"""In the address: the list as it comes, though another view is the default."""
KEPT = ("search", "filter", "sort", "columns", "pipeline")


class Opened(NamedTuple):
    """The views to choose from, the one that is open, and the query they come to together.

    `ready` is the name of the view that is open where it is one nobody had to save.
    """

    views: list[ViewRow]
    current: ViewRow | None
    ready: str
    default: Any
    query: Mapping[str, str]


def opened(connection: Connection, list_: Catalogued, who: Principal, query: Mapping[str, str]) -> Opened:
    """What the address says goes before what its view says; without both, the default view holds."""
    known = views(connection, list_.views, who)
    default = default_view(connection, list_.name, who)
    said = {key: query[key] for key in KEPT if key in query}
    wanted = query.get("view") or ("" if said else str(default or ""))
    fitting = (each for each in known if each.layout == list_.layout)
    current = next((each for each in fitting if str(each.view_id) == wanted), None)
    ready = wanted if wanted in list_.ready else ""
    held = current.query if current else list_.ready[ready].query if ready else ""
    kept = dict(parse_qsl(held)) if not said else {}
    return Opened(known, current, ready, default, {**query, **kept, "view": wanted})
