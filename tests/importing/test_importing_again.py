"""What happens when the same or a changed file is imported again?"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from events.sales import DealLost, DealReopened, DealWon
from services.sales.commands import RenameDeal, RepriceProduct
from shared.blocking import Blocking
from shared.importing import record_id
from shared.log.log import Log
from shared.records import Header
from tests.importing.conftest import Run


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def by_hand() -> Header:
    return Header(command_id=uuid4(), correlation_id=uuid4(), actor="cli", branch="", source="web")


def size(log: Log) -> int:
    ids = [record_id("deal", f"D{n}") for n in range(1, 5)]
    ids += [record_id("product", key) for key in ("Lamp", "Desk Pro")]
    return sum(len(records) for records in log.streams(ids).values())


def test_the_same_files_change_nothing(shop: Path, run: Run, log: Log) -> None:
    run(shop)
    before = size(log)
    assert [(file.unchanged, file.rows) for file in run(shop).files] == [
        *[(2, 2)] * 5,
        (4, 4),
    ]
    assert size(log) == before


def test_a_changed_row_is_updated_and_only_that(shop: Path, run: Run, log: Log) -> None:
    run(shop)
    change(shop / "goods.csv", "Lamp,Light,120", "Lamp,Light,130")
    goods = run(shop).files[3]
    assert (goods.updated, goods.unchanged) == (1, 1)
    assert log.stream(record_id("product", "Lamp"))[-1].event.list_price == Decimal(130)


def test_a_value_may_change_back_and_forth(shop: Path, run: Run, log: Log) -> None:
    run(shop)
    for before, after in (("120", "130"), ("130", "120"), ("120", "130"), ("130", "120")):
        change(shop / "goods.csv", before, after)
        assert run(shop / "goods.csv").files[0].updated == 1
        assert log.stream(record_id("product", "Lamp"))[-1].event.list_price == Decimal(after)
    assert run(shop / "goods.csv").files[0].unchanged == 2


def test_what_people_changed_since_is_not_overwritten_by_the_same_row(
    shop: Path, run: Run, log: Log, bus: Blocking
) -> None:
    run(shop)
    change(shop / "goods.csv", "120", "130")
    run(shop / "goods.csv")
    lamp = record_id("product", "Lamp")
    bus.call(RepriceProduct(product_id=lamp, list_price=Decimal(99), currency="EUR"), by_hand())
    bus.call(RenameDeal(deal_id=record_id("deal", "D3"), title="By hand"), by_hand())
    assert all(file.unchanged == file.rows for file in run(shop).files)
    assert log.stream(lamp)[-1].event.list_price == Decimal(99)


def test_an_open_deal_may_be_won_in_a_later_file(shop: Path, run: Run, log: Log) -> None:
    run(shop)
    change(shop / "deals.csv", "Engaging,2025-02-01,,", "Won,2025-02-01,2025-03-05,115")
    assert run(shop).files[5].updated == 1
    won = log.stream(record_id("deal", "D3"))[-1]
    assert isinstance(won.event, DealWon)
    assert (won.event.won_on, won.event.amount) == (date(2025, 3, 5), Decimal(115))


def test_a_corrected_outcome_reopens_the_deal_and_closes_it_anew(shop: Path, run: Run, log: Log) -> None:
    run(shop)
    change(shop / "deals.csv", '"1,110.50"', "1000")
    assert run(shop).files[5].updated == 1
    kinds = [type(record.event) for record in log.stream(record_id("deal", "D1"))]
    assert kinds[-1] is DealWon
    assert DealReopened in kinds
    assert DealLost not in kinds


def test_a_new_list_price_changes_no_deal(shop: Path, run: Run) -> None:
    run(shop)
    change(shop / "goods.csv", "120", "130")
    assert run(shop).files[5].unchanged == 4
