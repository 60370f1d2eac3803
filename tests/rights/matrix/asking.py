"""How is each route asked, and what is put into its path?"""

import re
import time
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI

from services.gateway.pages.sign_in.forms import TOKEN
from services.gateway.rights.door import is_command, routes
from services.gateway.signing_in.cookies import FORM, name_of
from tests.rights.matrix.company import Company, Record

_BROWSER = "a-browser"
_PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")
RECORD_OF = {
    "customer_id": ("customer",),
    "deal_id": ("deal",),
    "stream_id": ("customer", "deal", "activity", "task"),
    "record_id": ("customer", "deal"),
    "task_id": ("task",),
    "activity_id": ("activity",),
    "import_id": ("import",),
}
"""Parameters of paths that name records of these kinds; `record_id` goes with `thing`."""
OTHERS: Mapping[str, tuple[str, ...]] = {
    "name": ("customers", "deals", "tasks", "products"),
    "stage": ("prospecting", "won"),
    "thing": ("customer", "deal"),
    "position": ("1",),
    "key": ("manager",),
    "number": ("0",),
    "row": ("1",),
    "action": ("verify",),
    "object": ("customer",),
    "code": ("Zqhome",),
}
"""Other parameters, with values to try."""
ELSEWHERE: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("/records/{thing}/{record_id}/{name}", "name"): ("owner_id",)
}
"""The same names, where they mean something else."""
CURSORS = ("/deals/column/{stage}",)
"""What goes on where a page ended, and is tried through the page."""
NOBODYS = ("change_id", "pipeline_id", "product_id", "user_id", "team_id", "group_id", "view_id")
"""Parameters for which an id is taken that nobody knows."""
NOWHERE = UUID("00000000-0000-4000-8000-000000000000")
QUERIES: Mapping[str, str] = {
    "/api/v1/lists/{name}/export": "format=csv",
    "/deals/{deal_id}/needed": "to_stage=proposal",
    "/search": "q=zq",
    "/api/v1/search": "q=zq",
    "/search/options": "q=zq",
    "/customers/lookup": "search=zq",
    "/api/v1/access": f"record={NOWHERE}",
    "/api/v1/views": "object=deals",
    "/api/v1/custom-fields": "object=customer",
}
"""What a route needs to be asked with."""
STREAMS = ("/api/v1/events",)
"""Answers without end; who hears what is tried by itself."""


class Address(NamedTuple):
    """A route with values in its path, and the record it asks for, if any."""

    method: str
    route: str
    path: str
    record: Record | None


class Unknown(AssertionError):
    """The matrix does not know how to ask this route."""


class Asking:
    """Asks as somebody of a role."""

    def __init__(self, http: httpx.Client, company: Company, app: FastAPI) -> None:
        self._read: dict[str, list[tuple[Address, int, str]]] = {}
        self._http = http
        self._form_token = app.state.runtime.door.keys.digest(FORM, _BROWSER)
        self._company = company
        self.routes = [
            (sorted(route.methods)[0], route.path_format)
            for route in routes(app)
            if not is_command(route.tags)
        ]
        self.settle(next(each.id for each in reversed(company.records) if each.kind != "import"))

    def ask(self, role: str, path: str, method: str = "GET", **of: Any) -> httpx.Response:
        """The answer to the user of this role."""
        headers = {**self._company.user[role].headers, **of.pop("headers", {})}
        if isinstance(of.get("data"), dict) and "files" not in of:
            headers["Cookie"] += f"; {name_of(FORM, secure=True)}={_BROWSER}"
            of["data"] = {**of["data"], TOKEN: self._form_token}
        return self._http.request(method, path, headers=headers, **of)

    def wait_for(self, role: str, path: str, text: str) -> None:
        """Until this stands there."""
        ends = time.monotonic() + 30
        while text not in self.ask(role, path).text:
            assert time.monotonic() < ends, f"{path} does not tell of {text}."
            time.sleep(0.01)

    def read(self, role: str) -> list[tuple[Address, int, str]]:
        """Every address that can be read with its answer to the user of this role; asked once."""
        if role not in self._read:
            answers = ((each, self.ask(role, each.path)) for each in self.addresses(role, "GET"))
            self._read[role] = [(address, found.status_code, found.text) for address, found in answers]
        return self._read[role]

    def addresses(self, role: str, *methods: str) -> Iterator[Address]:
        """Every route of these methods, with records around this role's user in its path."""
        for method, route in self.routes:
            if method in methods and route not in (*STREAMS, *CURSORS):
                yield from self._filled(method, route, role)

    def _filled(self, method: str, route: str, role: str) -> Iterator[Address]:
        names = _PLACE.findall(route)
        query = f"?{QUERIES[route]}" if route in QUERIES else ""
        for values in product(*(self._values(name, route, role) for name in names)):
            record = next((each for each in values if isinstance(each, Record)), None)
            path = route
            for name, value in zip(names, values, strict=True):
                path = path.replace(f"{{{name}}}", str(value.id if isinstance(value, Record) else value))
            if record is None or "thing" not in names or record.kind in values:
                yield Address(method, route, path + query, record)

    def _values(self, name: str, route: str, role: str) -> list[Any]:
        if name in RECORD_OF:
            return [each for each in self._company.around(role) if each.kind in RECORD_OF[name]]
        if (route, name) in ELSEWHERE:
            return list(ELSEWHERE[route, name])
        if name in OTHERS:
            return list(OTHERS[name])
        if name in NOBODYS:
            return [uuid4()]
        raise Unknown(f"What stands for {{{name}}} in {route}? Say it in tests/rights/matrix/asking.py.")

    def settle(self, stream_id: UUID) -> None:
        """Wait until every read model knows of this record, and of all before it."""
        last = self._company.applications["sales"].log
        position = max(record.position for record in last.stream(stream_id))
        for path in ("/api/v1/customers", "/api/v1/sales/deals", "/deals", "/customers", "/home", "/tasks"):
            self.ask("administrator", f"{path}?min_position={position}")


def unknown(address: Address) -> str:
    """The same address for a record that nobody knows."""
    assert address.record is not None
    return address.path.replace(str(address.record.id), str(NOWHERE))
