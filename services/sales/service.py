"""Which calls does the sales service take over RabbitMQ?"""

from collections.abc import Sequence
from typing import Any

from projections.identity.access import Access
from services.sales import commands
from services.sales.application import sales
from shared.nameko_context import Answer, Caller, Context, rpc
from shared.rpc import Sent


class SalesService:
    """Commands about products, pipelines and deals: one entrypoint each."""

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
    def choose_product(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.ChooseProduct, payload)

    @rpc
    def change_custom_fields(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.ChangeCustomFields, payload)

    @rpc
    def define_pipeline(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.DefinePipeline, payload)

    @rpc
    def rename_pipeline(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.RenamePipeline, payload)

    @rpc
    def offer_pipeline(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.OfferPipeline, payload)

    @rpc
    def retire_pipeline(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.RetirePipeline, payload)

    @rpc
    def restore_pipeline(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.RestorePipeline, payload)

    @rpc
    def list_lost_reasons(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.ListLostReasons, payload)

    @rpc
    def add_stage(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.AddStage, payload)

    @rpc
    def rename_stage(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.RenameStage, payload)

    @rpc
    def move_stage(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.MoveStage, payload)

    @rpc
    def change_stage(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.ChangeStage, payload)

    @rpc
    def retire_stage(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.RetireStage, payload)

    @rpc
    def restore_stage(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.RestoreStage, payload)

    @rpc
    def tag_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.TagDeal, payload)

    @rpc
    def untag_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.UntagDeal, payload)

    @rpc
    def group_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.GroupDeal, payload)

    @rpc
    def ungroup_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.UngroupDeal, payload)

    @rpc
    def commit_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.CommitDeal, payload)

    @rpc
    def uncommit_deal(self, **payload: Any) -> Answer:
        return self.sales.handle(commands.UncommitDeal, payload)

    @rpc
    def handle_many(self, commands: Sequence[Sent]) -> list[Answer] | Answer:
        return self.sales.handle_many(commands)
