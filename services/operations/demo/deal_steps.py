"""What happens to a deal of a long history at each step, as events?"""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from events.pipelines import DEFAULT, DEFAULT_PIPELINE, StageAdded
from events.sales import (
    OPEN_STAGES,
    DealAssigned,
    DealDiscarded,
    DealLost,
    DealMoved,
    DealOpened,
    DealReopened,
    DealRescheduled,
    DealRevalued,
    DealWon,
)
from services.operations.demo import words
from services.operations.demo.company import pick
from services.operations.demo.deals import POPULARITY, amount, rounded
from services.operations.demo.pace import after, date_of, weekday
from services.operations.demo.sellers import Seller
from services.operations.demo.tale import Tale
from shared.events import Event

LAST = len(OPEN_STAGES) - 1
_USUAL = [stage.probability for stage in DEFAULT if isinstance(stage, StageAdded)]


class Win(NamedTuple):
    """The first time a deal was won: when, and by which event and command."""

    at: int
    event_id: UUID
    command_id: UUID


class Deal:
    """A deal, and the day it has come to; `stage` is the number of its last open stage."""

    def __init__(self, tale: Tale, seller: Seller, day: int) -> None:
        self.tale = tale
        self.day = weekday(day)
        self.stage = 0
        self.closed = False
        self.win: Win | None = None
        self._outcome = ""
        self._product = pick(tale.chance, POPULARITY)
        self._amount = amount(tale.chance, self._product, seller.office)
        self._probability = _USUAL[0]
        self._expected = date_of(self.day) + timedelta(days=tale.chance.randrange(40, 160))
        self._at = tale.moment(self.day, seller)
        self._record = tale.record(self._at, seller)

    @property
    def goes_on(self) -> bool:
        """Is the day it has come to within the history?"""
        return self.day < self.tale.years.end

    def wait(self) -> bool:
        """Some days pass; False where the history ends before that."""
        self.day = after(self.day, self.tale.chance, self.stage, self._record.seller.pace)
        self._at = self.tale.moment(self.day, self._record.seller)
        return self.goes_on

    def open(self, customer_id: UUID) -> None:
        self._customer_id = customer_id
        self._tell(
            DealOpened(
                title=f"{words.PRODUCTS[self._product][0]} {date_of(self.day):%y%m}",
                customer_id=customer_id,
                product_id=self.tale.years.products[self._product],
                owner_id=self._record.seller.id,
                branch=self._record.seller.office.name,
                stage=OPEN_STAGES[0],
                amount=self._amount,
                currency=self._currency,
                probability=self._probability,
                expected_close_on=self._expected,
                pipeline_id=DEFAULT_PIPELINE,
            )
        )

    def move(self, stage: int) -> None:
        moved = DealMoved(from_stage=OPEN_STAGES[self.stage], to_stage=OPEN_STAGES[stage])
        usual = self._probability == _USUAL[self.stage]
        self.stage = stage
        if usual:
            self._probability = _USUAL[stage]
            self._tell(moved, self._revalued())
        else:
            self._tell(moved)

    def reschedule(self) -> None:
        later = timedelta(days=self.tale.chance.randrange(7, 60))
        self._expected = max(self._expected, date_of(self.day)) + later
        self._tell(DealRescheduled(expected_close_on=self._expected))

    def revalue(self) -> None:
        self._amount = 10 + rounded(self._amount * self.tale.chance.randrange(100, 140) / 100)
        self._probability = min(95, self._probability + 5 * self.tale.chance.randrange(3))
        self._tell(self._revalued())

    def assign(self) -> None:
        colleagues = list(self.tale.years.teams[self._record.seller.office.name])
        colleagues.remove(self._record.seller)
        self._record.seller = self.tale.chance.choice(colleagues)
        self._tell(DealAssigned(owner_id=self._record.seller.id, branch=self._record.seller.office.name))

    def discard(self) -> None:
        self._tell(DealDiscarded(reason=""))

    def close(self, won: bool) -> None:
        self.closed = True
        self._outcome = "won" if won else "lost"
        if not won:
            self._tell(self._lost())
            return
        self._amount = rounded(self._amount * self.tale.chance.randrange(80, 106) / 100)
        command_id = self._tell(self._won())
        event_id = uuid5(self._record.id, str(self._record.version))
        self.win = self.win or Win(self._at, event_id, command_id)

    def reopen(self, closed: int) -> None:
        """Take the end on day `closed` back."""
        self.closed, self.stage = False, LAST
        self._tell(
            DealReopened(
                to_stage=OPEN_STAGES[LAST],
                outcome=self._outcome,
                closed_on=date_of(closed),
                amount=self._amount,
                currency=self._currency,
            )
        )

    def _won(self) -> DealWon:
        return DealWon(
            customer_id=self._customer_id,
            from_stage=OPEN_STAGES[self.stage],
            amount=self._amount,
            currency=self._currency,
            won_on=date_of(self.day),
        )

    def _lost(self) -> DealLost:
        return DealLost(
            from_stage=OPEN_STAGES[self.stage],
            reason=self.tale.chance.choice(words.LOST[self._record.seller.office.language]),
            amount=self._amount,
            currency=self._currency,
            lost_on=date_of(self.day),
        )

    def _revalued(self) -> DealRevalued:
        return DealRevalued(amount=self._amount, currency=self._currency, probability=self._probability)

    @property
    def _currency(self) -> str:
        return self._record.seller.office.currency

    def _tell(self, *events: Event) -> UUID:
        return self._record.tell(self._at, *events)
