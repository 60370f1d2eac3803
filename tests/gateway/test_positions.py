"""Does every answer say which position it reflects, so that no session ever goes back in time?"""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle

import httpx
import pytest
from sqlalchemy import Connection, Engine
from starlette.testclient import TestClient

from projections.customers.directory_fold import customer_directory
from services.gateway.app import create_app
from services.gateway.reading import Reader
from services.gateway.reflected import HEADER
from services.gateway.runtime import Runtime
from services.operations.embedded import assemble
from shared.projector.wait import wait_for
from shared.settings import Settings
from tests.gateway.conftest import Register
from tests.people import people

QUERIES = (
    "/api/v1/customers",
    "/api/v1/sales/deals",
    "/api/v1/sales/pipeline",
    "/api/v1/sales/pipeline/proposal",
    "/api/v1/sales/leaderboard",
    "/api/v1/sales/outcomes",
    "/api/v1/sales/time-in-stage",
    "/api/v1/identity/users",
    "/api/v1/sales/products",
    "/api/v1/imports",
    "/api/v1/operations",
)
OF_THE_LOG = ("/api/v1/imports", "/api/v1/operations")
PAGES = ("/deals", "/deals/list", "/customers", "/reports", "/operations", "/ui")


@pytest.fixture(scope="module")
def replicas(http: httpx.Client, module_database: Engine, settings: Settings) -> Iterator[list[httpx.Client]]:
    """Two gateways over one database; the second process stands by as long as the first folds."""
    url = module_database.url.render_as_string(hide_password=False)
    with ExitStack() as stack:
        second = create_app(assemble(settings, url, stack))
        who = people(module_database).administrator()
        client = TestClient(second, base_url="http://127.0.0.1", cookies=who.cookies)
        yield [http, stack.enter_context(client)]


@pytest.mark.parametrize("address", QUERIES + PAGES)
def test_every_answer_says_which_position_it_reflects(
    http: httpx.Client, register: Register, address: str
) -> None:
    position = register()["position"]
    answer = http.get(address, params={} if address in OF_THE_LOG else {"min_position": position})
    assert answer.status_code == 200
    assert int(answer.headers[HEADER]) >= (0 if address in OF_THE_LOG else position)


def test_a_command_answers_with_the_position_of_its_last_event(
    http: httpx.Client, register: Register
) -> None:
    receipt = register("Renamed")
    body = {"customer_id": receipt["stream_id"], "name": "Renamed twice"}
    answer = http.post("/api/v1/customers/rename-customer", json=body)
    assert int(answer.headers[HEADER]) == answer.json()["position"] > receipt["position"]
    nothing_to_do = http.post("/api/v1/customers/rename-customer", json=body)
    assert HEADER not in nothing_to_do.headers


def test_a_record_that_is_not_there_is_not_there_as_of_a_position(
    http: httpx.Client, register: Register
) -> None:
    position = register()["position"]
    nobody = f"/api/v1/customers/00000000-0000-0000-0000-000000000000?min_position={position}"
    answer = http.get(nobody)
    assert answer.status_code == 404
    assert int(answer.headers[HEADER]) >= position


def test_who_waits_in_vain_is_told_how_far_it_is_and_when_to_come_again(
    http: httpx.Client, register: Register
) -> None:
    position = register()["position"]
    answer = http.get("/api/v1/sales/pipeline", params={"min_position": 2**60, "deadline_seconds": 0.2})
    assert answer.status_code == 503
    assert answer.json()["kind"] == "NotYetVisible"
    assert int(answer.headers["Retry-After"]) > 0
    assert position <= int(answer.headers[HEADER]) < 2**60
    assert answer.elapsed.total_seconds() < 2


@pytest.mark.parametrize("seconds", ["-1", "31", "inf", "nan", "soon"])
def test_nobody_waits_for_ever(http: httpx.Client, seconds: str) -> None:
    answer = http.get("/api/v1/customers", params={"min_position": 2**60, "deadline_seconds": seconds})
    assert answer.status_code == 422
    assert answer.json()["field"] == "deadline_seconds"


def test_a_session_that_changes_gateways_reads_its_writes_and_never_goes_back(
    replicas: list[httpx.Client], register: Register
) -> None:
    seen, names = 0, set()
    for number, gateway in zip(range(20), cycle(replicas), strict=False):
        if number % 3 == 0:
            names.add(f"Company {number}")
            seen = max(seen, register(f"Company {number}")["position"])
        answer = gateway.get("/api/v1/customers", params={"min_position": seen, "limit": 200})
        assert int(answer.headers[HEADER]) >= seen
        assert names <= {customer["name"] for customer in answer.json()["items"]}
        seen = int(answer.headers[HEADER])


def test_an_answer_shows_one_instant_and_says_which(runtime: Runtime, register: Register) -> None:
    reader = Reader(runtime.engine)
    later: list[int] = []

    def question(connection: Connection) -> list[str]:
        later.append(register("Registered meanwhile")["position"])
        wait_for(runtime.engine, ["customer_directory"], later[0])
        return list(connection.exec_driver_sql("select name from read.customer_directory").scalars())

    answer = asyncio.run(reader.ask([customer_directory], question))
    reader.close()
    assert answer.position < later[0]
    assert "Registered meanwhile" not in answer.value
