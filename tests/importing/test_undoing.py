"""Can a whole import be undone, by new events, without overwriting what others did since?"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from events.customers import CustomerArchived
from events.sales import DealDiscarded, DealReopened, ProductWithdrawn
from services import product
from services.customers.commands import RenameCustomer
from services.importing.undo_report import UndoReport
from services.importing.undoing import Undo
from services.sales.commands import DiscardDeal, OpenDeal, RenameDeal, RepriceProduct, RestoreDeal
from shared.blocking import Blocking
from shared.commands import Command
from shared.importing import record_id
from shared.log.fence import Fence
from shared.log.log import Log
from shared.projector.engine import Projector
from shared.records import Header
from shared.refusals import NotFound, VersionConflict
from shared.undoing import undo_of
from tests.importing.conftest import Run
from tests.importing.test_importing_again import by_hand, change

LAMP = record_id("product", "Lamp")


SHOWN = (
    "select title, stage, amount, owner_id, branch from read.deal_list where not discarded",
    "select name, sector, owner_id, lifecycle from read.customer_directory where not archived",
    "select name, list_price from read.product_catalogue where not withdrawn",
    "select name, branch, team_id, roles from read.colleagues where active",
    "select name, branch, lead_id from read.teams where not dissolved",
    "select code, name, parent from read.branches where not closed",
)
"""Whatever lists, boards and reports show is made of these."""

Take = Callable[..., UndoReport]


def fold(database: Engine) -> None:
    projector = Projector(database, product.PROJECTIONS)
    projector.prepare()
    Fence(database).advance()
    projector.catch_up()


@pytest.fixture
def undo(database: Engine, bus: Blocking) -> Take:
    """Undo an import, once the read models have come so far."""

    def take_back(import_id: UUID, *, dry_run: bool = False) -> UndoReport:
        fold(database)
        return Undo(import_id, database, None if dry_run else bus, actor="cli").run()

    return take_back


def figures(database: Engine) -> list[list[str]]:
    """Everything lists, boards and reports show."""
    fold(database)
    with database.connect() as connection:
        return [sorted(map(str, connection.exec_driver_sql(shown))) for shown in SHOWN]


def test_what_an_import_brought_is_in_no_list_afterwards_and_its_history_stays(
    shop: Path, run: Run, log: Log, database: Engine, undo: Take
) -> None:
    before = figures(database)
    imported = run(shop)
    assert figures(database) != before
    report = undo(imported.run_id)
    assert {each.entity: each.removed for each in report.entities.values()} == {
        "branch": 2,
        "team": 2,
        "user": 2,
        "product": 2,
        "customer": 2,
        "deal": 4,
    }
    assert report.left_alone == []
    assert figures(database) == before
    history = log.stream(record_id("deal", "D1"))
    assert isinstance(history[-1].event, DealDiscarded)
    assert (history[-1].envelope.source, history[-1].envelope.actor) == ("undo", "cli")
    assert history[-1].envelope.causation_id == history[3].envelope.event_id
    assert history[-1].envelope.correlation_id == undo_of(imported.run_id)


def test_undoing_again_changes_nothing(shop: Path, run: Run, log: Log, undo: Take) -> None:
    imported = run(shop)
    undo(imported.run_id)
    before = log.stream(record_id("deal", "D1"))
    again = undo(imported.run_id)
    assert (again.changed, again.left_alone, again.done) == (0, [], 14)
    assert log.stream(record_id("deal", "D1")) == before


def test_a_dry_run_says_what_would_happen_and_sends_nothing(
    shop: Path, run: Run, log: Log, undo: Take
) -> None:
    imported = run(shop)
    report = undo(imported.run_id, dry_run=True)
    assert (report.dry_run, report.changed) == (True, 14)
    assert not isinstance(log.stream(LAMP)[-1].event, ProductWithdrawn)


def test_an_update_is_set_back_to_what_was_there_before(
    shop: Path, run: Run, log: Log, database: Engine, undo: Take
) -> None:
    run(shop)
    before = figures(database)
    change(shop / "goods.csv", "Lamp,Light,120", "Lamp,Light,130")
    change(shop / "deals.csv", "Engaging,2025-02-01,,", "Won,2025-02-01,2025-03-05,115")
    change(shop / "deals.csv", '"1,110.50"', "1000")
    change(shop / "team.csv", "王磊,华东", "王磊,华南")
    change(shop / "buyers.csv", "retail,1990", "retail,1991")
    second = run(shop)
    assert figures(database) != before
    report = undo(second.run_id)
    assert (report.changed, report.left_alone) == (7, [])
    assert [name for name, each in report.entities.items() if each.removed] == ["branch"]
    assert figures(database) == before
    assert log.stream(LAMP)[-1].event.list_price == Decimal(120)


def test_what_somebody_changed_since_is_left_alone_and_named(
    shop: Path, run: Run, log: Log, bus: Blocking, undo: Take
) -> None:
    run(shop)
    change(shop / "goods.csv", "Lamp,Light,120", "Lamp,Light,130")
    change(shop / "team.csv", "王磊,华东", "王磊,华南")
    second = run(shop)
    bus.call(RepriceProduct(product_id=LAMP, list_price=Decimal(99), currency="EUR"), by_hand())
    report = undo(second.run_id)
    (left,) = report.left_alone
    assert (left.entity, left.id, left.aspect) == ("product", LAMP, "price")
    assert (left.change, left.actor, left.source) == ("sales.ProductRepriced", "cli", "web")
    assert log.stream(LAMP)[-1].event.list_price == Decimal(99)
    assert report.entities["user"].set_back == 1
    assert undo(second.run_id).left_alone == [left]


def test_a_new_record_somebody_worked_on_stays(
    shop: Path, run: Run, log: Log, bus: Blocking, undo: Take
) -> None:
    imported = run(shop)
    buyer = record_id("customer", "恒达商贸")
    bus.call(RenameCustomer(customer_id=buyer, name="恒达集团"), by_hand())
    report = undo(imported.run_id)
    assert [(left.id, left.aspect) for left in report.left_alone] == [(buyer, "name")]
    assert log.stream(buyer)[-1].event.name == "恒达集团"
    assert report.entities["customer"].left_alone == 1


def test_two_imports_are_undone_one_after_the_other(
    shop: Path, run: Run, database: Engine, undo: Take
) -> None:
    nothing = figures(database)
    first = run(shop)
    change(shop / "goods.csv", "Lamp,Light,120", "Lamp,Light,130")
    second = run(shop)
    assert [left.id for left in undo(first.run_id, dry_run=True).left_alone] == [LAMP]
    undo(second.run_id)
    assert undo(first.run_id).left_alone == []
    assert figures(database) == nothing


def test_an_undone_import_can_be_imported_again(shop: Path, run: Run, database: Engine, undo: Take) -> None:
    imported = run(shop)
    before = figures(database)
    undo(imported.run_id)
    again = run(shop)
    assert [(file.created, file.rows) for file in again.files] == [*[(2, 2)] * 5, (4, 4)]
    assert figures(database) == before
    assert all(file.unchanged == file.rows for file in run(shop).files)
    assert undo(imported.run_id).changed == 0
    assert undo(again.run_id).changed == 14
    assert figures(database)[0] == []


def test_an_undone_update_can_be_imported_again(shop: Path, run: Run, log: Log, undo: Take) -> None:
    run(shop)
    change(shop / "goods.csv", "Lamp,Light,120", "Lamp,Light,130")
    undo(run(shop).run_id)
    again = run(shop).files[3]
    assert (again.updated, again.unchanged) == (1, 1)
    assert log.stream(LAMP)[-1].event.list_price == Decimal(130)


def test_what_people_restored_stays(shop: Path, run: Run, log: Log, bus: Blocking, undo: Take) -> None:
    imported = run(shop)
    undo(imported.run_id)
    deal = record_id("deal", "D3")
    bus.call(RestoreDeal(deal_id=deal), by_hand())
    restored = log.stream(deal)
    assert undo(imported.run_id).changed == 0
    assert log.stream(deal) == restored


def test_an_import_nobody_made_cannot_be_undone(undo: Take) -> None:
    with pytest.raises(NotFound):
        undo(uuid4())


def test_a_customer_somebody_opened_a_deal_with_stays(
    shop: Path, run: Run, log: Log, bus: Blocking, undo: Take
) -> None:
    imported = run(shop)
    buyer, deal = record_id("customer", "恒达商贸"), uuid4()
    opening = {"deal_id": deal, "title": "By hand", "customer_id": buyer, "amount": 5, "currency": "CNY"}
    bus.call(OpenDeal.model_validate(opening), by_hand())
    (left,) = undo(imported.run_id).left_alone
    assert (left.id, left.reason) == (buyer, f"1 records of others name it, such as {deal}")
    bus.call(DiscardDeal(deal_id=deal), by_hand())
    assert undo(imported.run_id).left_alone == []
    assert isinstance(log.stream(buyer)[-1].event, CustomerArchived)


def test_a_killed_undo_is_continued_by_the_next(
    shop: Path, run: Run, log: Log, bus: Blocking, undo: Take, database: Engine
) -> None:
    before = figures(database)
    imported = run(shop)
    fold(database)
    with pytest.raises(KeyboardInterrupt):
        Undo(imported.run_id, database, Killed(bus), actor="cli").run()
    assert isinstance(log.stream(record_id("deal", "D1"))[-1].event, DealReopened)
    report = undo(imported.run_id)
    assert (report.left_alone, report.done) == ([], 14)
    assert figures(database) == before
    assert undo(imported.run_id).changed == 0


def test_whoever_changes_a_record_while_it_is_undone_wins(
    shop: Path, run: Run, log: Log, bus: Blocking, undo: Take, database: Engine
) -> None:
    imported = run(shop)
    fold(database)
    deal = record_id("deal", "D3")
    rename = RenameDeal(deal_id=deal, title="By hand")
    report = Undo(imported.run_id, database, Overtaken(bus, rename), actor="cli").run()
    (left,) = report.left_alone
    assert (left.id, left.aspect, left.reason) == (deal, "record", str(VersionConflict()))
    assert log.stream(deal)[-1].event.title == "By hand"
    assert [again.change for again in undo(imported.run_id).left_alone] == ["sales.DealRenamed"]


class Overtaken:
    """Somebody is faster than the first commands."""

    def __init__(self, bus: Blocking, command: Command) -> None:
        self._bus = bus
        self._first: list[Command] = [command]

    def call_many(self, commands: Sequence[tuple[Command, Header]], deadline: float = 30.0) -> Any:
        while self._first:
            self._bus.call(self._first.pop(), by_hand())
        return self._bus.call_many(commands, deadline)


class Killed:
    """The process dies when the first commands are on their way back."""

    def __init__(self, bus: Blocking) -> None:
        self._bus = bus

    def call_many(self, commands: Sequence[tuple[Command, Header]], deadline: float = 30.0) -> Any:
        self._bus.call_many(commands, deadline)
        raise KeyboardInterrupt
