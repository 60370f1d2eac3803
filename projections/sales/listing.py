"""Which deals are there, open and closed, by anything that is known of them?"""

from datetime import date, datetime
from decimal import Decimal

from events.sales import STAGES
from shared.listing.field import Field
from shared.listing.kinds import Kind
from shared.listing.listing import Listing, Tallied
from shared.marks import N_

_OF_CUSTOMER = "(n.record_id is null or m.due_at < coalesce(n.due_at, 'infinity'))"
"""The next step is one with the customer, about no deal, and not one of this deal."""
FIELDS = (
    Field(name="title", title=N_("Deal"), kind=Kind.TEXT, sql="d.title", present=True),
    Field(
        name="customer_id",
        title=N_("Customer"),
        kind=Kind.RECORD,
        sql="d.customer_id",
        with_={"customer_name": "c.name"},
        order='c.sort_key collate "C"',
        search="/customers/lookup",
    ),
    Field(name="stage", title=N_("Stage"), kind=Kind.CHOICE, sql="d.stage", ordered=False, choices=STAGES),
    Field(
        name="pipeline_id",
        title=N_("Pipeline"),
        kind=Kind.RECORD,
        sql="d.pipeline_id",
        with_={"pipeline_name": "pl.name"},
        ordered=False,
    ),
    Field(
        name="open",
        title=N_("Open"),
        kind=Kind.BOOL,
        sql="(d.closed_on is null)",
        ordered=False,
    ),
    Field(
        name="product_id",
        title=N_("Product"),
        kind=Kind.RECORD,
        sql="d.product_id",
        with_={"product_name": "p.name"},
        order="p.name",
    ),
    Field(
        name="owner_id",
        title=N_("Owner"),
        kind=Kind.USER,
        sql="d.owner_id",
        with_={"owner_name": "a.name"},
        order="a.name",
    ),
    Field(name="branch", title=N_("Branch"), kind=Kind.BRANCH, sql="d.branch", present=True),
    Field(name="team", title=N_("Team"), kind=Kind.TEXT, sql="coalesce(t.name, a.manager)", ordered=False),
    Field(name="tags", title=N_("Tags"), kind=Kind.TAGS, sql="d.tags", ordered=False),
    Field(name="groups", title=N_("Groups"), kind=Kind.RECORDS, sql="d.groups", ordered=False),
    Field(
        name="last_contact_at",
        title=N_("Last contact"),
        kind=Kind.INSTANT,
        sql="greatest(l.happened_at, k.happened_at)",
        type=datetime,
    ),
    Field(
        name="next_step",
        title=N_("Next step"),
        kind=Kind.TEXT,
        sql=f"case when {_OF_CUSTOMER} then m.title else n.title end",
        ordered=False,
    ),
    Field(
        name="next_due_at",
        title=N_("Next step due"),
        kind=Kind.INSTANT,
        sql="least(n.due_at, m.due_at)",
        type=datetime,
    ),
    Field(
        name="amount",
        title=N_("Amount"),
        kind=Kind.MONEY,
        sql="d.amount",
        with_={"currency": "d.currency"},
        type=Decimal,
        present=True,
        sums=True,
    ),
    Field(name="currency", title=N_("Currency"), kind=Kind.TEXT, sql="d.currency", ordered=False),
    Field(
        name="probability",
        title=N_("Probability"),
        kind=Kind.NUMBER,
        sql="d.probability",
        type=int,
        present=True,
    ),
    Field(
        name="expected_close_on",
        title=N_("Expected close"),
        kind=Kind.DATE,
        sql="d.expected_close_on",
        type=date,
    ),
    Field(
        name="opened_at",
        title=N_("Opened"),
        kind=Kind.INSTANT,
        sql="d.opened_at",
        type=datetime,
        present=True,
    ),
    Field(
        name="stage_since",
        title=N_("In this stage since"),
        kind=Kind.INSTANT,
        sql="d.stage_since",
        type=datetime,
        present=True,
    ),
    Field(name="closed_on", title=N_("Closed"), kind=Kind.DATE, sql="d.closed_on", type=date),
    Field(
        name="committed",
        title=N_("Committed"),
        kind=Kind.BOOL,
        sql="(d.committed and d.closed_on is null)",
        ordered=False,
    ),
    Field(name="discarded", title=N_("Discarded"), kind=Kind.BOOL, sql="d.discarded", ordered=False),
)
DEALS = Listing(
    object="deal",
    source="read.deal_list d",
    alias="d",
    key="deal_id",
    fields=FIELDS,
    columns=("title", "customer_id", "stage", "product_id", "owner_id", "amount", "opened_at", "closed_on"),
    sort="-opened_at",
    joins="""
        left join read.pipelines pl on pl.pipeline_id = d.pipeline_id
        left join read.customer_directory c on c.customer_id = d.customer_id and {c}
        left join read.product_catalogue p on p.product_id = d.product_id
        left join read.colleagues a on a.user_id = d.owner_id
        left join read.teams t on t.team_id = a.team_id and not t.dissolved
        left join read.last_contacts l on l.record_id = d.deal_id
        left join read.last_contacts k on k.record_id = d.customer_id
        left join read.next_steps n on n.record_id = d.deal_id and {n}
        left join (
            select record_id, apart_title as title, apart_due_at as due_at, apart_owner_id as owner_id,
                apart_branch as branch
            from read.next_steps where apart) m on m.record_id = d.customer_id and {m}
        left join read.record_index x on x.stream_id = d.deal_id""",
    named={"c": ("customer", "name"), "n": ("task", "title"), "m": ("task", "title")},
    tallied=Tallied(
        source="""(
            select owner_id, branch, pipeline_id, product_id, stage, currency, rows, amount,
                cast(null as date) as closed_on, false as discarded from read.deal_list__stages
            union all
            select owner_id, branch, pipeline_id, product_id, stage, currency, rows, amount, month, false
            from read.deal_list__closed) d""",
        joins="""
            left join read.colleagues a on a.user_id = d.owner_id
            left join read.teams t on t.team_id = a.team_id and not t.dissolved""",
        fields=frozenset(
            {"owner_id", "branch", "team", "product_id", "stage", "currency", "open", "pipeline_id"}
        ),
    ),
    carried={"version": "d.version", "stage": "d.stage", "pipeline_id": "d.pipeline_id"},
    without={"discarded": "not d.discarded"},
    # The index knows deals by their titles, except those that were discarded.
    search="x.object = 'deal' and not x.gone and x.tokens",
)
"""The list of deals."""
