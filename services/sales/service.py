"""Which calls does the sales service take over RabbitMQ?"""

from collections.abc import Sequence
from typing import Any

from projections.identity.access import Access
from services.sales import commands
from services.sales.application import sales
from shared.nameko_context import Answer, Caller, Context, rpc
from shared.rpc import Sent


class SalesService:
    """Commands about products, sales agents and deals: one entrypoint each."""

    name = "sales"
    sales: Caller = Context(sales, Access)

    @rpc
    def list_product(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.ListProduct, payload)

    @rpc
    def reprice_product(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.RepriceProduct, payload)

    @rpc
    def withdraw_product(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.WithdrawProduct, payload)

    @rpc
    def relist_product(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.RelistProduct, payload)

    @rpc
    def add_agent(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.AddAgent, payload)

    @rpc
    def transfer_agent(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.TransferAgent, payload)

    @rpc
    def remove_agent(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.RemoveAgent, payload)

    @rpc
    def bring_back_agent(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.BringBackAgent, payload)

    @rpc
    def open_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.OpenDeal, payload)

    @rpc
    def rename_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.RenameDeal, payload)

    @rpc
    def link_deal_to_customer(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.LinkDealToCustomer, payload)

    @rpc
    def assign_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.AssignDeal, payload)

    @rpc
    def revalue_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.RevalueDeal, payload)

    @rpc
    def reschedule_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.RescheduleDeal, payload)

    @rpc
    def move_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.MoveDeal, payload)

    @rpc
    def win_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.WinDeal, payload)

    @rpc
    def lose_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.LoseDeal, payload)

    @rpc
    def reopen_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.ReopenDeal, payload)

    @rpc
    def discard_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.DiscardDeal, payload)

    @rpc
    def restore_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.RestoreDeal, payload)

    @rpc
    def handle_many(self, commands: Sequence[Sent]) -> list[Answer] | Answer:
        return self.sales.handle_many(commands)
