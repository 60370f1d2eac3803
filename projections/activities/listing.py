"""Which tasks are there, open and closed, by anything that is known of them?"""

from datetime import datetime

from events.activities import TASK_KINDS
from shared.listing.field import Field
from shared.listing.kinds import Kind
from shared.listing.listing import Listing
from shared.marks import N_

STATES = ("open", "done", "dropped")
_LATE = "(t.state = 'open' and coalesce(t.due_at < now(), false))"
FIELDS = (
    Field(name="title", title=N_("Task"), kind=Kind.TEXT, sql="t.title", ordered=False, present=True),
    Field(name="state", title=N_("State"), kind=Kind.CHOICE, sql="t.state", ordered=False, choices=STATES),
    Field(name="kind", title=N_("Kind"), kind=Kind.CHOICE, sql="t.kind", ordered=False, choices=TASK_KINDS),
    Field(name="due_at", title=N_("Due"), kind=Kind.INSTANT, sql="t.due_at", type=datetime),
    Field(name="overdue", title=N_("Overdue"), kind=Kind.BOOL, sql=_LATE, ordered=False),
    Field(
        name="customer_id",
        title=N_("Customer"),
        kind=Kind.RECORD,
        sql="t.customer_id",
        with_={"customer_name": "c.name"},
        order='c.sort_key collate "C"',
        search="/customers/lookup",
    ),
    Field(
        name="deal_id",
        title=N_("Deal"),
        kind=Kind.RECORD,
        sql="t.deal_id",
        with_={"deal_name": "d.title"},
        ordered=False,
        search="/deals/lookup",
    ),
    Field(
        name="owner_id",
        title=N_("Owner"),
        kind=Kind.USER,
        sql="t.owner_id",
        with_={"owner_name": "a.name"},
        order="a.name",
    ),
    Field(name="branch", title=N_("Branch"), kind=Kind.BRANCH, sql="t.branch", present=True),
    Field(name="team", title=N_("Team"), kind=Kind.TEXT, sql="coalesce(g.name, a.manager)", ordered=False),
    Field(name="remind_at", title=N_("Reminder"), kind=Kind.INSTANT, sql="t.remind_at", type=datetime),
    Field(
        name="planned_at",
        title=N_("Planned"),
        kind=Kind.INSTANT,
        sql="t.planned_at",
        type=datetime,
        present=True,
    ),
    Field(name="closed_at", title=N_("Closed"), kind=Kind.INSTANT, sql="t.closed_at", type=datetime),
)
TASKS = Listing(
    object="task",
    source="read.tasks t",
    alias="t",
    key="task_id",
    fields=FIELDS,
    columns=("title", "state", "due_at", "customer_id", "deal_id", "owner_id", "kind"),
    sort="due_at",
    joins="""
        left join read.customer_directory c on c.customer_id = t.customer_id and {c}
        left join read.deal_list d on d.deal_id = t.deal_id and {d}
        left join read.colleagues a on a.user_id = t.owner_id
        left join read.teams g on g.team_id = a.team_id and not g.dissolved""",
    named={"c": ("customer", "name"), "d": ("deal", "title")},
    carried={
        "version": "t.version",
        "open": "(t.state = 'open')",
        "late": _LATE,
    },
    without={"state": "t.state = 'open'"},
    search="t.tokens",
)
"""The list of tasks; those that are done or dropped are in it when somebody asks for them."""
