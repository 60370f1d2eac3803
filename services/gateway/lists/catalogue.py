"""Which lists are there?"""

from projections.activities.last_contacts import last_contacts
from projections.activities.listing import TASKS
from projections.activities.next_steps import next_steps
from projections.activities.task_fold import tasks
from projections.configuration.custom_fields import custom_fields
from projections.configuration.views import default_views, saved_views
from projections.customers.directory_fold import customer_directory
from projections.customers.listing import CUSTOMERS
from projections.history.record_index import record_index
from projections.identity.branches import all_branches
from projections.identity.colleagues import colleagues_of_all
from projections.identity.teams import all_teams
from projections.sales.deal_list import deal_list
from projections.sales.listing import DEALS
from projections.sales.pipeline_stages import pipeline_stages
from projections.sales.pipelines import pipeline_list
from projections.sales.product_listing import PRODUCTS
from projections.sales.products import product_catalogue
from projections.tagging.groups import groups
from services.gateway.lists.catalogued import ASSIGN, TAGGING, Bulk, Catalogued, Ready
from services.gateway.lists.customer_changes import CUSTOMER_CHANGES
from services.gateway.lists.deal_changes import DEAL_CHANGES
from services.gateway.lists.product_changes import PRODUCT_CHANGES
from services.gateway.lists.task_changes import TASK_CHANGES
from services.gateway.pages.live import (
    ACTIVITY_EVENTS,
    CUSTOMER_EVENTS,
    DEAL_EVENTS,
    PRODUCT_EVENTS,
    TASK_EVENTS,
)
from shared.marks import N_
from shared.refusals import NotFound

VIEWS = (saved_views, default_views)
_PEOPLE = (colleagues_of_all, all_teams, all_branches)
_CUSTOMERS = Catalogued(
    name="customers",
    listing=CUSTOMERS,
    context="customers",
    address="/customers",
    record=lambda row: f"/customers/{row['customer_id']}",
    section="customers",
    title=N_("Customers"),
    nothing=N_("No customers yet."),
    advice=N_("Register the first one with “New customer”, or import a file."),
    custom="c.custom",
    changes=CUSTOMER_CHANGES,
    bulk=(ASSIGN, *TAGGING, Bulk("archive", N_("Archive"), done=True)),
    reads=(customer_directory, last_contacts, next_steps, *_PEOPLE, custom_fields, groups, *VIEWS),
    live=CUSTOMER_EVENTS,
    beside=(*ACTIVITY_EVENTS, *TASK_EVENTS),
    views="customers",
    layouts={"table": "/customers"},
)
_DEALS = Catalogued(
    name="deals",
    listing=DEALS,
    context="sales",
    address="/deals/list",
    record=lambda row: f"/deals/{row['deal_id']}",
    section="deals",
    title=N_("Deals"),
    nothing=N_("No deals yet."),
    advice=N_("Open the first one on the board with “New deal”."),
    custom="d.custom",
    changes=DEAL_CHANGES,
    bulk=(ASSIGN, *TAGGING, Bulk("discard", N_("Discard"), done=True)),
    reads=(
        deal_list,
        last_contacts,
        next_steps,
        customer_directory,
        product_catalogue,
        *_PEOPLE,
        custom_fields,
        pipeline_list,
        pipeline_stages,
        groups,
        record_index,
        *VIEWS,
    ),
    live=DEAL_EVENTS,
    beside=(*CUSTOMER_EVENTS, *ACTIVITY_EVENTS, *TASK_EVENTS),
    views="deals",
    layouts={"table": "/deals/list", "board": "/deals"},
)
_BOARD = _DEALS._replace(
    name="board",
    address="/deals",
    layout="board",
)
_TASKS = Catalogued(
    name="tasks",
    listing=TASKS,
    context="activities",
    address="/tasks/list",
    record=lambda row: f"/tasks/{row['task_id']}",
    section="tasks",
    title=N_("Tasks"),
    nothing=N_("Nothing to do here"),
    advice=N_("Plan a task with “New task”, or on a customer or a deal."),
    changes=TASK_CHANGES,
    bulk=(
        Bulk("state", N_("Done"), "done", done=True),
        Bulk("due_at", N_("Reschedule")),
        ASSIGN,
        Bulk("state", N_("Drop"), "dropped", done=True),
    ),
    reads=(tasks, customer_directory, deal_list, *_PEOPLE, record_index, *VIEWS),
    live=TASK_EVENTS,
    beside=(*CUSTOMER_EVENTS, *DEAL_EVENTS),
    views="tasks",
    layouts={"table": "/tasks/list"},
    ready={
        "overdue": Ready(N_("Overdue"), "filter=overdue.is(yes)"),
        "mine": Ready(N_("Mine"), "filter=owner_id.is(me)"),
        "done": Ready(N_("Done"), "filter=state.is(done)&sort=-closed_at"),
    },
)
_PRODUCTS = Catalogued(
    name="products",
    listing=PRODUCTS,
    context="sales",
    address="/settings/products",
    record=lambda _: None,
    section="settings",
    title=N_("Products"),
    nothing=N_("No products yet."),
    advice=N_("List the first one with “New product”, or import a file."),
    changes=PRODUCT_CHANGES,
    bulk=(
        Bulk("list_price", N_("Change the price")),
        Bulk("withdrawn", N_("Withdraw"), "yes", done=True),
        Bulk("withdrawn", N_("Sell again"), "no", done=True),
    ),
    reads=(product_catalogue, *VIEWS),
    live=PRODUCT_EVENTS,
    beside=(),
    views="products",
    layouts={"table": "/settings/products"},
    ready={
        "sold": Ready(N_("Sold now"), "filter=withdrawn.is(no)"),
        "withdrawn": Ready(N_("Withdrawn"), "filter=withdrawn.is(yes)"),
    },
)
LISTS = {each.name: each for each in (_CUSTOMERS, _DEALS, _BOARD, _TASKS, _PRODUCTS)}


def catalogued(name: str) -> Catalogued:
    """The list of this name. Raises NotFound."""
    if name not in LISTS:
        raise NotFound(what="list", id=name[:60])
    return LISTS[name]
