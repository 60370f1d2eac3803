"""The deal, the product and the people the sentences about sales speak of."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from events.customers import CustomerRegistered
from events.identity import UserAdded
from events.pipelines import DEFAULT_PIPELINE
from events.sales import DealLost, DealOpened, DealWon, ProductListed

DEAL = UUID(int=1)
CUSTOMER = UUID(int=2)
PRODUCT = UUID(int=3)
SELLER = UUID(int=4)
OTHER_CUSTOMER = UUID(int=5)
OTHER_SELLER = UUID(int=6)
NOBODY = UUID(int=99)
MAY_3 = date(2025, 5, 3)

registered = CustomerRegistered(kind="organization", name="Kan-code", owner_id=None, branch="Central")
listed = ProductListed(name="GTX Pro", series="GTX", list_price=Decimal(4821), currency="USD")
seller = UserAdded(name="Anna Snelling", email=None, branch="Central", team_id=None, roles=())
opened = DealOpened(
    title="Forty workstations",
    customer_id=CUSTOMER,
    product_id=PRODUCT,
    owner_id=SELLER,
    branch="Central",
    stage="prospecting",
    amount=Decimal(9000),
    currency="USD",
    probability=10,
    expected_close_on=None,
    pipeline_id=DEFAULT_PIPELINE,
)
won = DealWon(
    customer_id=CUSTOMER, from_stage="prospecting", amount=Decimal(8500), currency="USD", won_on=MAY_3
)
lost = DealLost(
    from_stage="prospecting", reason="too dear", amount=Decimal(9000), currency="USD", lost_on=MAY_3
)
