"""Which fields does a deal show on its page?"""

from collections.abc import Iterable
from typing import Any

import msgspec

from projections.sales.deal_list import DealLine
from services.gateway.language import translated
from services.gateway.pages.event_words import TITLES
from services.gateway.pages.records.fields import Command, Reading, RecordField


class DealFields:
    """The fields of one deal, in one language."""

    def __init__(self, deal: DealLine, read: Reading, products: Iterable[tuple[str, str]]) -> None:
        self._deal = deal
        self._read = read
        self._products = tuple(products)
        self._plain: dict[str, Any] = msgspec.to_builtins(deal)
        self._own = {"deal_id": str(deal.deal_id)}

    def value(self) -> list[RecordField]:
        """What it is worth."""
        deal, formats = self._deal, self._read.formats
        body = {each: self._plain[each] for each in ("amount", "currency", "probability")}
        amount = Command("sales/revalue-deal", {**self._own, **body}, "amount", currency_path="currency")
        likely = Command("sales/revalue-deal", {**self._own, **body}, "probability")
        money = formats.money(deal.amount, deal.currency)
        field = self._field("amount", money, str(deal.amount), "money", amount)
        percent = self._field("probability", f"{deal.probability} %", deal.probability, "number", likely)
        return [
            field._replace(currency=deal.currency, required=True),
            *([percent._replace(required=True)] if deal.closed_on is None else []),
        ]

    def dates(self) -> list[RecordField]:
        """When it is to be closed, or was."""
        deal, day = self._deal, self._read.formats.day
        if deal.closed_on is not None:
            return [
                self._fact("closed_on", day(deal.closed_on)),
                self._fact("opened_at", day(deal.opened_at)),
            ]
        value = self._plain["expected_close_on"]
        command = Command(
            "sales/reschedule-deal", {**self._own, "expected_close_on": value}, "expected_close_on"
        )
        shown = day(deal.expected_close_on) if deal.expected_close_on else None
        return [
            self._field("expected_close_on", shown, value, "date", command),
            self._fact("opened_at", day(deal.opened_at)),
        ]

    def about(self) -> list[RecordField]:
        """What is sold, and who sells it."""
        deal = self._deal
        product, owner = self._plain["product_id"], self._plain["owner_id"]
        choose = Command("sales/choose-product", {**self._own, "product_id": product}, "product_id")
        assign = Command("sales/assign-deal", {**self._own, "owner_id": owner}, "owner_id", "assign")
        return [
            self._field("product_id", deal.product_name, product, "choice", choose)._replace(
                options=self._products
            ),
            self._field("owner_id", deal.owner_name, owner, "user", assign)._replace(
                options=tuple(self._read.people.items())
            ),
        ]

    def name(self) -> RecordField:
        """The title of the page."""
        title = self._deal.title
        command = Command("sales/rename-deal", {**self._own, "title": title}, "title")
        return self._field("title", title, title, "text", command)._replace(required=True)

    def _field(self, name: str, shown: Any, value: Any, kind: str, command: Command) -> RecordField:
        title = translated(self._read.language, TITLES[name])
        # A closed deal stays as it is, and reports count it so.
        closed = self._deal.closed_on is not None or self._deal.discarded
        return RecordField(name, title, shown, value, kind, None if closed else command)

    def _fact(self, name: str, shown: str) -> RecordField:
        return RecordField(name, translated(self._read.language, TITLES[name]), shown)
