"""Three years of an invented company's history, with everything in it that is hard to write to a file."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import Engine

from events.customers import CustomerRegistered
from events.pipelines import DEFAULT_PIPELINE
from events.sales import DealLost, DealMoved, DealOpened, DealWon
from shared.events import Event
from shared.log.fence import Fence
from shared.log.log import Log
from shared.records import Commit
from tests.log.facts import header

START = datetime(2023, 1, 1, 20, tzinfo=UTC)
TITLES = ('"Tür", 100 %', "恒达商贸\n第二行", "back\\slash; semicolon", "plain")
BRANCHES = ("北京", "Berlin")
_BLOCK = 500


def fill(engine: Engine, deals: int, first: int = 0) -> int:
    """Append so many deals of four events each, and a customer for each ten; the watermark afterwards."""
    log = Log(engine)
    commits = list(_commits(range(first, first + deals)))
    for start in range(0, len(commits), _BLOCK):
        log.append(commits[start : start + _BLOCK])
    return Fence(engine).advance(patience=5)


def _commits(numbers: Iterable[int]) -> Iterator[Commit]:
    # Streams are interleaved, as they are when many people work at once.
    for version in range(5):
        for number in numbers:
            if version:
                yield _commit("deal", number, version, _deal_event(number, version))
            elif number % 10 == 0:
                registered = CustomerRegistered(kind="organization", name="Ö", owner_id=None, branch="北京")
                yield _commit("customer", number, 1, registered)


def _deal_event(number: int, version: int) -> Event:
    amount = Decimal(number % 900) + Decimal("0.50")
    if version == 1:
        return DealOpened(
            title=TITLES[number % 4],
            customer_id=None,
            product_id=None,
            owner_id=None,
            branch="",
            stage="prospecting",
            amount=amount,
            currency="CNY",
            probability=10,
            expected_close_on=None,
            pipeline_id=DEFAULT_PIPELINE,
        )
    if version < 4:
        return DealMoved(from_stage="prospecting", to_stage="engaging" if version == 2 else "proposal")
    closing = {"from_stage": "proposal", "amount": amount, "currency": "CNY"}
    if number % 3:
        return DealWon(customer_id=None, won_on=date(2025, 1 + number % 12, 1), **closing)  # type: ignore[arg-type]
    return DealLost(reason="=price", lost_on=date(2025, 1 + number % 12, 1), **closing)  # type: ignore[arg-type]


def _commit(kind: str, number: int, version: int, event: Event) -> Commit:
    return Commit(
        stream_id=stream(kind, number),
        expected_version=version - 1,
        events=(event,),
        header=header(
            branch=BRANCHES[number % 2],
            actor=f"agent {number % 7}",
            causation_id=stream("cause", number) if version == 2 else None,
            occurred_at=START + timedelta(days=number % 900, hours=version),
        ),
        digest=1,
    )


def stream(kind: str, number: int) -> UUID:
    """The id of the customer, deal or cause with that number."""
    return uuid5(NAMESPACE_URL, f"{kind} {number}")
