"""What does a salesperson do all day? The same from the same seed: create and change customers and deals."""

import random
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from tests.history_checker.history import Outcome

STAGES = ("prospecting", "engaging", "proposal", "negotiation")
_DAYS = ("2026-03-02", "2026-04-17", "2026-05-29")


class Step(NamedTuple):
    """One command: where it goes, what it says, how it must end, and what then is different.

    `reads` is where the API shows the record it concerns; "" where it shows none.
    """

    service: str
    command: str
    stream_id: UUID
    command_id: UUID
    body: dict[str, Any]
    expected: Outcome = "ok"
    then: Callable[[], None] = lambda: None
    reads: str = ""


class Salesperson:
    """Works on customers and deals of their own, so that it is known how each command must end."""

    def __init__(self, seed: str) -> None:
        self._chance = random.Random(seed)
        self._archived: dict[UUID, bool] = {}
        self._deals: dict[UUID, str] = {}

    def step(self) -> Step:
        """The next command."""
        kind = self._chance.random()
        if kind < 0.2 or not self._archived:
            return self._register()
        if kind < 0.4 or not self._deals:
            return self._open()
        return self._change_customer() if kind < 0.6 else self._change_deal()

    def customers(self) -> list[UUID]:
        """Those that are not archived."""
        return [known for known, archived in self._archived.items() if not archived]

    def wants(self, share: float) -> bool:
        """Chance decides."""
        return self._chance.random() < share

    def _id(self) -> UUID:
        return UUID(int=self._chance.getrandbits(128), version=4)

    def _word(self) -> str:
        return self._chance.choice(("Müller", "陈静", "O'Hara", "Åse", "Nguyễn", "Иван"))

    def _customer(self, command: str, customer_id: UUID, *, expected: Outcome = "ok", **body: Any) -> Step:
        named = {"customer_id": str(customer_id), **body}
        return Step("customers", command, customer_id, self._id(), named, expected, reads="customers")

    def _deal(self, command: str, deal_id: UUID, *, expected: Outcome = "ok", **body: Any) -> Step:
        named = {"deal_id": str(deal_id), **body}
        return Step("sales", command, deal_id, self._id(), named, expected, reads="sales/deals")

    def _register(self) -> Step:
        new = self._id()
        step = self._customer(
            "register-customer",
            new,
            kind=self._chance.choice(("person", "organization")),
            name=f"{self._word()} {new.hex[:6]}",
            branch="Shanghai",
            contact={"emails": [f"{new.hex[:8]}@example.com"]},
        )
        return step._replace(then=lambda: self._archived.update({new: False}))

    def _change_customer(self) -> Step:
        known = self._chance.choice(list(self._archived))
        if self._archived[known]:
            if self.wants(0.5):
                return self._customer("rename-customer", known, name="Too late", expected="refused")
            step = self._customer("restore-customer", known)
            return step._replace(then=lambda: self._archived.update({known: False}))
        step = self._chance.choice((self._rename, self._assign, self._move_on, self._archive))(known)
        archives = step.command == "archive-customer"
        return step._replace(then=lambda: self._archived.update({known: archives}))

    def _rename(self, known: UUID) -> Step:
        return self._customer("rename-customer", known, name=f"{self._word()} {self._chance.random():.6f}")

    def _assign(self, known: UUID) -> Step:
        branch = self._chance.choice(("Shanghai", "Oslo", "Lima"))
        return self._customer("assign-customer", known, owner_id=None, branch=branch)

    def _move_on(self, known: UUID) -> Step:
        return self._customer("change-lifecycle", known, to_stage=self._chance.choice(("loyal", "lost")))

    def _archive(self, known: UUID) -> Step:
        return self._customer("archive-customer", known, reason="moved away")

    def _open(self) -> Step:
        new, stage = self._id(), self._chance.choice(STAGES)
        customer = self._chance.choice([None, *map(str, self._archived)])
        body: dict[str, Any] = {"title": f"Deal {new.hex[:6]}", "customer_id": customer, "stage": stage}
        body |= {"amount": f"{self._chance.randrange(1, 10**6) / 100:.2f}", "currency": "CNY"}
        step = self._deal("open-deal", new, **body)
        return step._replace(then=lambda: self._deals.update({new: stage}))

    def _change_deal(self) -> Step:
        known = self._chance.choice(list(self._deals))
        stage = self._deals[known]
        if stage not in STAGES:
            return self._change_closed(known)
        other = self._chance.choice([each for each in STAGES if each != stage])
        step, then = self._chance.choice(
            (
                (self._deal("move-deal", known, to_stage=other), other),
                (self._deal("rename-deal", known, title=f"Deal {self._chance.random():.6f}"), stage),
                (self._deal("win-deal", known, won_on=self._chance.choice(_DAYS), amount="99.50"), "won"),
                (self._deal("lose-deal", known, lost_on=self._chance.choice(_DAYS), reason="price"), "lost"),
            )
        )
        return step._replace(then=lambda: self._deals.update({known: then}))

    def _change_closed(self, known: UUID) -> Step:
        stage = self._chance.choice(STAGES)
        if self.wants(0.5):
            return self._deal("move-deal", known, to_stage=stage, expected="refused")
        step = self._deal("reopen-deal", known, to_stage=stage)
        return step._replace(then=lambda: self._deals.update({known: stage}))
