"""Does a folder of files become people, products, customers and deals with their dated history?"""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from events.customers import CustomerRegistered, OrganizationDescribed
from events.sales import DealLost, DealMoved, DealOpened, DealRevalued, DealWon
from shared.importing import record_id
from shared.log.log import Log
from shared.records import Recorded
from tests.importing.conftest import Run


def history(log: Log, entity: str, key: str) -> list[Recorded[Any]]:
    return log.stream(record_id(entity, key))


def test_every_row_becomes_a_record(shop: Path, run: Run) -> None:
    assert [(file.entity, file.created) for file in run(shop).files] == [
        ("branch", 2),
        ("team", 2),
        ("user", 2),
        ("product", 2),
        ("customer", 2),
        ("deal", 4),
    ]


def test_a_won_deal_was_opened_moved_and_won_on_the_days_the_file_says(
    shop: Path, run: Run, log: Log
) -> None:
    run(shop)
    records = history(log, "deal", "D1")
    told = [(type(record.event), record.occurred_at) for record in records]
    begun = datetime(2025, 1, 9, 16, tzinfo=UTC)  # midnight of the tenth in Shanghai
    assert told == [
        (DealOpened, begun),
        (DealMoved, begun),
        (DealRevalued, begun),
        (DealWon, datetime(2025, 2, 19, 16, tzinfo=UTC)),
    ]
    won = records[-1].event
    assert (won.won_on.isoformat(), won.amount) == ("2025-02-20", Decimal("1110.50"))


def test_a_deal_opens_at_the_list_price_of_its_product_and_belongs_to_the_branch_of_its_owner(
    shop: Path, run: Run, log: Log
) -> None:
    run(shop)
    opened = history(log, "deal", "D2")[0]
    assert (opened.event.amount, opened.event.title) == (Decimal(900), "Desk Pro D2")
    assert opened.event.customer_id == record_id("customer", "Müller, Söhne")
    assert (opened.envelope.branch, opened.envelope.source) == ("Europe", "import")
    assert isinstance(history(log, "deal", "D2")[-1].event, DealLost)


def test_an_undated_row_counts_from_the_import_and_is_reported(shop: Path, run: Run, log: Log) -> None:
    before = datetime.now(UTC)
    report = run(shop)
    assert history(log, "deal", "D4")[0].occurred_at >= before
    assert [list(each.rows) for each in report.findings if each.problem.field == "date"] == [[5]]


def test_aliases_and_blanks_are_reported_with_their_rows(shop: Path, run: Run) -> None:
    found = {
        (each.file, each.problem.effect, each.problem.field): list(each.rows) for each in run(shop).findings
    }
    assert found[("deals.csv", "alias", "What")] == [3]
    assert found[("deals.csv", "warning", "Buyer")] == [4]
    assert found[("buyers.csv", "alias", "Trade")] == [3]


def test_a_customer_is_what_its_row_says(shop: Path, run: Run, log: Log) -> None:
    run(shop)
    registered, described = (record.event for record in history(log, "customer", "恒达商贸"))
    assert isinstance(registered, CustomerRegistered)
    assert isinstance(described, OrganizationDescribed)
    assert (registered.name, described.sector, described.founded_year) == ("恒达商贸", "retail", 2004)


def test_a_dry_run_tells_the_same_problems_and_writes_nothing(shop: Path, run: Run, log: Log) -> None:
    dry = run(shop, dry_run=True)
    assert log.existing([record_id("user", "李娜"), record_id("deal", "D1")]) == set()
    assert [file.created for file in dry.files] == [2, 2, 2, 2, 2, 4]
    assert [each.to_dict() for each in dry.findings] == [each.to_dict() for each in run(shop).findings]


def test_a_file_that_repeats_branches_and_teams_names_each_once(shop: Path, run: Run, log: Log) -> None:
    add = "李娜,王磊,华东\nMing Li,王磊,华东\n"
    (shop / "team.csv").write_text(f"Name,Boss,Place\n{add}", encoding="utf-8")
    places, bosses, people = run(shop).files[:3]
    assert [(each.created, each.skipped, each.rejected) for each in (places, bosses, people)] == [
        (1, 1, 0),
        (1, 1, 0),
        (2, 0, 0),
    ]
    assert [(each.event.team_id, each.event.branch) for each in history(log, "user", "Ming Li")] == [
        (record_id("team", "王磊"), "华东")
    ]
