"""Which command would have led to these events, and what does its rule decide?"""

from collections.abc import Callable, Sequence
from inspect import signature
from typing import Any
from uuid import UUID

import msgspec

from events import customers as told
from events import identity as who
from events import sales as sold
from projections.configuration.defined_fields import FIELDS
from services.customers import commands as customer_commands
from services.customers import customer
from services.identity import branch, team, user
from services.identity import commands as identity_commands
from services.identity.branch import Branch
from services.sales import commands as sales_commands
from services.sales import deal, deal_moving, deal_opening, deal_outcome, pipelines, product
from shared.commands import Command, parse
from shared.events import Event

_Rule = Callable[..., Sequence[Event]]
_RULES: dict[type[Event], tuple[type[Command], str, _Rule]] = {
    who.BranchOpened: (identity_commands.OpenBranch, "", branch.open_branch),
    who.TeamFormed: (identity_commands.FormTeam, "team_id", team.form),
    who.UserAdded: (identity_commands.AddUser, "user_id", user.add),
    who.UserTransferred: (identity_commands.TransferUser, "user_id", user.transfer),
    sold.ProductListed: (sales_commands.ListProduct, "product_id", product.list_product),
    sold.ProductRepriced: (sales_commands.RepriceProduct, "product_id", product.reprice),
    sold.DealOpened: (sales_commands.OpenDeal, "deal_id", deal_opening.open_deal),
    sold.DealMoved: (sales_commands.MoveDeal, "deal_id", deal_moving.move),
    sold.DealRevalued: (sales_commands.RevalueDeal, "deal_id", deal.revalue),
    sold.DealRescheduled: (sales_commands.RescheduleDeal, "deal_id", deal.reschedule),
    sold.DealAssigned: (sales_commands.AssignDeal, "deal_id", deal.assign),
    sold.DealWon: (sales_commands.WinDeal, "deal_id", deal_outcome.win),
    sold.DealLost: (sales_commands.LoseDeal, "deal_id", deal_outcome.lose),
    sold.DealReopened: (sales_commands.ReopenDeal, "deal_id", deal_outcome.reopen),
    sold.DealDiscarded: (sales_commands.DiscardDeal, "deal_id", deal_outcome.discard),
    told.CustomerRegistered: (customer_commands.RegisterCustomer, "customer_id", customer.register),
    told.LifecycleChanged: (customer_commands.ChangeLifecycle, "customer_id", customer.change_lifecycle),
    told.CustomerArchived: (customer_commands.ArchiveCustomer, "customer_id", customer.archive),
}
_KNOWN: dict[str, Any] = {
    "place": Branch(opening=who.BranchOpened(code="", name="", parent=None)),
    "pipeline": pipelines.PIPELINE.initial,
    "present": pipelines.PIPELINE.initial,
    "fields": FIELDS.initial,
}
_DETAILS = {
    told.ContactDetailsChanged: "contact",
    told.PersonDescribed: "person",
    told.OrganizationDescribed: "organization",
}


def decided_again(stream_id: UUID, state: Any, events: Sequence[Event]) -> list[Event]:
    """What the rule decides on the command whose outcome `events` are said to be."""
    command, key, decide = _RULES[type(events[0])]
    first = _body(events[0])
    body = {field: first[field] for field in command.model_fields if field in first}
    details = {_DETAILS[type(event)]: _body(event) for event in events if type(event) in _DETAILS}
    asked = parse(command, {**({key: str(stream_id)} if key else {}), **body, **details})
    return list(decide(state, asked, **_consulted(decide)))


def _consulted(decide: _Rule) -> dict[str, Any]:
    """What other records say to the rule, as they are in a demo company."""
    return {name: _KNOWN[name] for name in signature(decide).parameters if name in _KNOWN}


def _body(event: Event) -> dict[str, Any]:
    body: dict[str, Any] = msgspec.to_builtins(event)
    return body
