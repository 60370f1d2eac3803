"""A context that is switched on later finds its past: its read models fill from all past events."""

import pytest
from sqlalchemy import Connection, Engine

from events.sales import DealOpened
from projections.customers.directory import customer_directory
from projections.customers.record import customer_record
from projections.sales import pipeline_board
from services import product
from services.operations.demo.history import write_history
from shared.log.log import Log
from shared.projection import Projection
from shared.projector.builds import status
from shared.projector.engine import Projector
from shared.rebuild.verify import verify
from shared.rights.condition import EVERYTHING

CUSTOMERS = [customer_directory, customer_record]
SALES = [each for each in product.PROJECTIONS if each not in CUSTOMERS]


@pytest.fixture
def url(database: Engine) -> str:
    """An installation that showed customers only, while deals were opened, won and lost."""
    url = database.url.render_as_string(hide_password=False)
    _follow(database, CUSTOMERS)
    write_history(url, 3_000, workers=1)
    _follow(database, CUSTOMERS)
    return url


def test_sales_are_switched_on_after_years(database: Engine, url: str) -> None:
    with database.connect() as connection:
        customers_before = _rows(connection, "customer_directory")
        assert not _served(connection) & {each.name for each in SALES}
    grown = Projector(database, product.PROJECTIONS, batch_size=500)
    grown.prepare()
    grown.step(grown.catch_up())
    with database.connect() as connection:
        assert _served(connection) == {each.name for each in product.PROJECTIONS}
        assert _rows(connection, "customer_directory") == customers_before
        shown = sum(total.count for total in pipeline_board.stages(connection, see=EVERYTHING))
        discarded = _rows(connection, "deal_list where discarded")
    opened = [record for record in Log(database).read(0, 10_000) if isinstance(record.event, DealOpened)]
    assert shown + discarded == len(opened) > 100
    verdicts = verify(url, SALES)
    assert [verdict.name for verdict in verdicts if not verdict.same] == []


def _follow(database: Engine, projections: list[Projection]) -> None:
    projector = Projector(database, projections)
    projector.prepare()
    projector.catch_up()


def _served(connection: Connection) -> set[str]:
    return {each.build.name for each in status(connection) if each.state.state == "serving"}


def _rows(connection: Connection, which: str) -> int:
    return int(connection.exec_driver_sql(f"select count(*) from read.{which}").scalar_one())
