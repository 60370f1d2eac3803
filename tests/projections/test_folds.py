"""Does each read model tell what happened, for one record as for another, in one batch as in many?"""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from events.customers import (
    ContactDetailsChanged,
    CustomerArchived,
    CustomerAssigned,
    CustomerRegistered,
    CustomerRenamed,
    CustomerRestored,
    LifecycleChanged,
    OrganizationDescribed,
    PersonDescribed,
)
from events.identity import (
    UserAdded,
    UserDeactivated,
    UserEmailChanged,
    UserReactivated,
    UserRenamed,
    UserRolesChanged,
    UserTransferred,
)
from events.pipelines import DEFAULT_PIPELINE
from events.sales import (
    AgentJoined,
    AgentLeft,
    AgentTransferred,
    DealAssigned,
    DealDiscarded,
    DealLinkedToCustomer,
    DealLost,
    DealMoved,
    DealOpened,
    DealRenamed,
    DealReopened,
    DealRescheduled,
    DealRestored,
    DealRevalued,
    DealWon,
    ProductListed,
    ProductRepriced,
    ProductWithdrawn,
)
from projections.customers.directory import customer_directory
from projections.customers.record import customer_record
from projections.history.related_records import related_records
from projections.identity.colleagues import Colleague, colleagues_of_all
from projections.sales.deal_list import deal_list
from projections.sales.products import product_catalogue
from shared.projection import Projection
from tests.projections.folding import rows
from tests.recording import NOON, history

ZHANG, KAN, ANNA, GTX, BIG, SMALL, OLD = (UUID(int=number) for number in range(1, 8))
MAY, JUNE = date(2026, 5, 3), date(2026, 6, 30)


def _opened(amount: int, customer_id: UUID | None, owner_id: UUID | None) -> DealOpened:
    return DealOpened(
        title=f"A deal over {amount}",
        customer_id=customer_id,
        product_id=GTX,
        owner_id=owner_id,
        branch="",
        stage="prospecting",
        amount=Decimal(amount),
        currency="USD",
        probability=10,
        expected_close_on=None,
        pipeline_id=DEFAULT_PIPELINE,
    )


HISTORY = history(
    (
        ANNA,
        [
            UserAdded(name="Anna", email="a@example.com", branch="East", team_id=None, roles=("viewer",)),
            UserRenamed(name="Anna B."),
            UserEmailChanged(email=None),
            UserTransferred(branch="West", team_id=GTX),
            UserRolesChanged(roles=("salesperson",)),
            UserDeactivated(),
            UserReactivated(),
        ],
    ),
    (
        OLD,
        [
            AgentJoined(name="Olaf", manager="Cara", office="East"),
            AgentTransferred(manager="Melvin", office="West"),
            AgentLeft(),
        ],
    ),
    (
        GTX,
        [
            ProductListed(name="GTX", series="G", list_price=Decimal(100), currency="USD"),
            ProductRepriced(list_price=Decimal("99.90"), currency="CNY"),
            ProductWithdrawn(),
        ],
    ),
    (
        ZHANG,
        [
            CustomerRegistered(kind="person", name="张三", owner_id=ANNA, branch="Shanghai"),
            ContactDetailsChanged(phones=("+86 138 0013 8000",), emails=("zs@example.com",), addresses=()),
            PersonDescribed(sex="female", birth_date=MAY, company="Kan-code", job_title="Buyer"),
            CustomerRenamed(name="李四"),
            LifecycleChanged(from_stage="prospect", to_stage="customer"),
            CustomerArchived(reason="moved away"),
        ],
    ),
    (
        KAN,
        [
            CustomerRegistered(kind="organization", name="Kan-code", owner_id=None, branch=""),
            OrganizationDescribed(
                sector="software",
                founded_year=1982,
                annual_revenue=Decimal("11698.03"),
                revenue_currency="USD",
                employees=34288,
                country="Kenya",
                parent_name=None,
            ),
            CustomerAssigned(owner_id=ANNA, branch="West"),
            CustomerArchived(reason="by mistake"),
            CustomerRestored(),
        ],
    ),
    (
        BIG,
        [
            _opened(9000, ZHANG, None),
            DealRenamed(title="The big one"),
            DealLinkedToCustomer(customer_id=KAN),
            DealAssigned(owner_id=ANNA, branch=None),
            DealRevalued(amount=Decimal(9500), currency="CNY", probability=40),
            DealRescheduled(expected_close_on=JUNE),
            DealMoved(from_stage="prospecting", to_stage="proposal"),
            DealWon(customer_id=KAN, from_stage="proposal", amount=Decimal(8500), currency="CNY", won_on=MAY),
        ],
    ),
    (
        SMALL,
        [
            _opened(10, None, ANNA),
            DealLost(from_stage="prospecting", reason="", amount=Decimal(10), currency="USD", lost_on=JUNE),
            DealReopened(
                to_stage="engaging", outcome="lost", closed_on=JUNE, amount=Decimal(10), currency="USD"
            ),
        ],
    ),
)
EVERY = [
    customer_directory,
    customer_record,
    related_records,
    colleagues_of_all,
    product_catalogue,
    deal_list,
]


@pytest.mark.parametrize("projection", EVERY, ids=lambda projection: projection.name)
def test_folding_again_and_in_other_batches_gives_the_same_rows(projection: Projection) -> None:
    at_once = rows(projection, HISTORY)
    assert at_once
    assert rows(projection, HISTORY) == at_once
    assert rows(projection, *([record] for record in HISTORY)) == at_once


def test_the_directory_shows_customers_as_they_are_now() -> None:
    zhang, kan = (rows(customer_directory, HISTORY)[key] for key in (ZHANG, KAN))
    assert (zhang.name, zhang.sort_key, zhang.owner_id, zhang.lifecycle) == (
        "李四",
        "li si",
        ANNA,
        "customer",
    )
    assert (zhang.archived, kan.archived) == (True, False)
    assert (kan.owner_id, kan.branch, kan.sector, kan.country) == (ANNA, "West", "software", "Kenya")


def test_a_renamed_customer_is_found_by_the_new_name_and_still_by_phone_and_address() -> None:
    tokens = rows(customer_directory, HISTORY)[ZHANG].tokens
    assert {"李四", "ls", "#13800138000", "@zs@example.com"} <= set(tokens)
    assert "张三" not in tokens


def test_the_record_tells_everything_and_where_it_came_from() -> None:
    zhang, kan = (rows(customer_record, HISTORY)[key] for key in (ZHANG, KAN))
    assert (zhang.source, zhang.registered_by, zhang.registered_at) == ("web", "zhang.wei", NOON)
    assert (zhang.name, zhang.phones, zhang.birth_date, zhang.job_title) == (
        "李四",
        ["+86 138 0013 8000"],
        MAY,
        "Buyer",
    )
    assert (zhang.archived, zhang.archive_reason, zhang.version) == (True, "moved away", 6)
    assert (kan.annual_revenue, kan.employees, kan.archived, kan.archive_reason) == (
        Decimal("11698.03"),
        34288,
        False,
        None,
    )
    assert kan.position > zhang.position


def test_a_deal_is_shown_as_it_is_now() -> None:
    big, small = (rows(deal_list, HISTORY)[key] for key in (BIG, SMALL))
    assert (big.title, big.customer_id, big.owner_id) == ("The big one", KAN, ANNA)
    assert (big.stage, big.amount, big.currency, big.closed_on) == ("won", Decimal(8500), "CNY", MAY)
    assert (big.probability, big.expected_close_on, big.version) == (40, JUNE, 8)
    assert (small.stage, small.closed_on, small.version) == ("engaging", None, 3)


def test_a_discarded_deal_is_marked_until_it_is_restored() -> None:
    gone = history((BIG, [_opened(9000, ZHANG, None), DealDiscarded(reason="twice")]))
    back = history((BIG, [_opened(9000, ZHANG, None), DealDiscarded(reason="twice"), DealRestored()]))
    assert (rows(deal_list, gone)[BIG].discarded, rows(deal_list, gone)[BIG].version) == (True, 2)
    assert (rows(deal_list, back)[BIG].discarded, rows(deal_list, back)[BIG].version) == (False, 3)


def test_colleagues_and_the_sales_agents_of_old_are_shown_as_they_are_now() -> None:
    assert rows(colleagues_of_all, HISTORY) == {
        ANNA: Colleague(ANNA, "Anna B.", None, "West", GTX, ("salesperson",)),
        OLD: Colleague(OLD, "Olaf", None, "West", None, (), active=False, manager="Melvin"),
    }


def test_products_are_shown_as_they_are_now() -> None:
    (gtx,) = rows(product_catalogue, HISTORY).values()
    assert (gtx.name, gtx.list_price, gtx.currency, gtx.withdrawn) == ("GTX", Decimal("99.90"), "CNY", True)
    assert (gtx.product_id, gtx.version, gtx.tokens) == (GTX, 3, ["g", "gtx"])


def test_a_deal_concerns_every_customer_it_ever_named() -> None:
    related = rows(related_records, HISTORY)
    assert set(related) == {BIG}
    assert related[BIG].subjects == [ZHANG, KAN]
