"""Which command concerns which deal, product or pipeline?"""

from operator import attrgetter

from events.customers import CustomerRegistered
from events.sales import ProductListed
from projections.identity.owners import USERS, owner_of
from services.sales import (
    commands,
    commitment,
    deal,
    deal_moving,
    deal_opening,
    deal_outcome,
    pipelines,
    product,
    tagging,
)
from shared.application import Aggregate, Application, Owned, Reference, Right
from shared.log.log import Log
from shared.rights.directory import Directory

DEAL = Aggregate(
    name="deal",
    initial=deal.Deal(),
    evolve=deal.evolve,
    whose=lambda deal: Owned(deal.owner_id, deal.branch),
    told=deal.told,
)
PRODUCT = Aggregate(name="product", initial=product.Product(), evolve=product.evolve)

_EDIT = Right("deal", "edit", {"to_stage": "stage", "won_on": "closed_on", "lost_on": "closed_on"})
_REMOVE = Right("deal", "remove")
_deal = attrgetter("deal_id")
_product = attrgetter("product_id")


def sales(log: Log, directory: Directory | None = None) -> Application:
    """The sales service: products, pipelines and deals, kept in this log."""
    app = Application("sales", log, directory)
    _products(app)
    pipelines.pipelines(app)
    _deals(app)
    tagging.tagging(app, DEAL)
    commitment.commitment(app, DEAL)
    return app


def _products(app: Application) -> None:
    app.handles(
        commands.ListProduct,
        PRODUCT,
        right=Right("product", "create"),
        stream=_product,
        decide=product.list_product,
        creates=True,
    )
    app.handles(
        commands.RepriceProduct,
        PRODUCT,
        right=Right("product", "edit"),
        stream=_product,
        decide=product.reprice,
    )
    app.handles(
        commands.WithdrawProduct,
        PRODUCT,
        right=Right("product", "remove"),
        stream=_product,
        decide=product.withdraw,
    )
    app.handles(
        commands.RelistProduct,
        PRODUCT,
        right=Right("product", "remove"),
        stream=_product,
        decide=product.relist,
    )


def _deals(app: Application) -> None:
    app.handles(
        commands.OpenDeal,
        DEAL,
        right=Right("deal", "create"),
        stream=_deal,
        decide=deal_opening.open_deal,
        creates=True,
        refers=_opening_refers,
        consults=lambda state, command: {
            **pipelines.opening(state, command),
            **owner_of(command),
        },
    )
    app.handles(
        commands.LinkDealToCustomer,
        DEAL,
        right=_EDIT,
        stream=_deal,
        decide=deal.link_to_customer,
        refers=lambda command: {
            "customer_id": Reference(command.customer_id, CustomerRegistered, "customer")
        },
    )
    app.handles(
        commands.AssignDeal,
        DEAL,
        right=Right("deal", "assign"),
        stream=_deal,
        decide=deal.assign,
        refers=lambda command: {"owner_id": Reference(command.owner_id, USERS, "user")},
        consults=lambda _, command: owner_of(command),
    )
    app.handles(
        commands.RenameDeal,
        DEAL,
        right=_EDIT,
        stream=_deal,
        decide=deal.rename,
    )
    app.handles(
        commands.RevalueDeal,
        DEAL,
        right=_EDIT,
        stream=_deal,
        decide=deal.revalue,
    )
    app.handles(
        commands.RescheduleDeal,
        DEAL,
        right=_EDIT,
        stream=_deal,
        decide=deal.reschedule,
    )
    app.handles(
        commands.ChooseProduct,
        DEAL,
        right=_EDIT,
        stream=_deal,
        decide=deal.choose_product,
        refers=lambda command: {"product_id": Reference(command.product_id, ProductListed, "product")},
    )
    app.handles(
        commands.ChangeCustomFields,
        DEAL,
        right=_EDIT,
        stream=_deal,
        decide=deal.change_custom_fields,
        consults=pipelines.fields,
    )
    app.handles(
        commands.MoveDeal,
        DEAL,
        right=_EDIT,
        stream=_deal,
        decide=deal_moving.move,
        consults=pipelines.moving,
    )
    app.handles(
        commands.WinDeal,
        DEAL,
        right=_EDIT,
        stream=_deal,
        decide=deal_outcome.win,
    )
    app.handles(
        commands.LoseDeal,
        DEAL,
        right=Right("deal", "edit", {"lost_on": "closed_on", "reason": "lost_reason"}),
        stream=_deal,
        decide=deal_outcome.lose,
    )
    app.handles(
        commands.ReopenDeal,
        DEAL,
        right=_EDIT,
        stream=_deal,
        decide=deal_outcome.reopen,
        consults=pipelines.own,
    )
    app.handles(
        commands.DiscardDeal,
        DEAL,
        right=_REMOVE,
        stream=_deal,
        decide=deal_outcome.discard,
    )
    app.handles(
        commands.RestoreDeal,
        DEAL,
        right=_REMOVE,
        stream=_deal,
        decide=deal_outcome.restore,
    )


def _opening_refers(command: commands.OpenDeal) -> dict[str, Reference]:
    return {
        "customer_id": Reference(command.customer_id, CustomerRegistered, "customer"),
        "product_id": Reference(command.product_id, ProductListed, "product"),
        "owner_id": Reference(command.owner_id, USERS, "user"),
    }
