"""Which customers are there, by anything that is known of them?"""

from datetime import datetime

from events.customers import LIFECYCLE
from shared.listing.field import Field
from shared.listing.kinds import Kind
from shared.listing.listing import Listing, Tallied
from shared.marks import N_

FIELDS = (
    Field(
        name="name",
        title=N_("Name"),
        kind=Kind.TEXT,
        sql="c.name",
        order='c.sort_key collate "C"',
        present=True,
    ),
    Field(
        name="kind",
        title=N_("Kind"),
        kind=Kind.CHOICE,
        sql="c.kind",
        ordered=False,
        choices=("organization", "person"),
    ),
    Field(
        name="lifecycle",
        title=N_("Lifecycle"),
        kind=Kind.CHOICE,
        sql="c.lifecycle",
        ordered=False,
        choices=LIFECYCLE,
    ),
    Field(
        name="owner_id",
        title=N_("Owner"),
        kind=Kind.USER,
        sql="c.owner_id",
        with_={"owner_name": "a.name"},
        order="a.name",
    ),
    Field(name="branch", title=N_("Branch"), kind=Kind.BRANCH, sql="c.branch", present=True),
    Field(
        name="team",
        title=N_("Team"),
        kind=Kind.TEXT,
        sql="coalesce(t.name, a.manager)",
        ordered=False,
    ),
    Field(name="tags", title=N_("Tags"), kind=Kind.TAGS, sql="c.tags", ordered=False),
    Field(name="groups", title=N_("Groups"), kind=Kind.RECORDS, sql="c.groups", ordered=False),
    Field(
        name="last_contact_at",
        title=N_("Last contact"),
        kind=Kind.INSTANT,
        sql="l.happened_at",
        type=datetime,
    ),
    Field(name="next_step", title=N_("Next step"), kind=Kind.TEXT, sql="n.title", ordered=False),
    Field(name="next_due_at", title=N_("Next step due"), kind=Kind.INSTANT, sql="n.due_at", type=datetime),
    Field(name="sector", title=N_("Sector"), kind=Kind.TEXT, sql="c.sector"),
    Field(name="country", title=N_("Country"), kind=Kind.TEXT, sql="c.country"),
    Field(name="phones", title=N_("Phones"), kind=Kind.LIST, sql="c.phones", ordered=False, reach="tel"),
    Field(name="emails", title=N_("E-mails"), kind=Kind.LIST, sql="c.emails", ordered=False, reach="mailto"),
    Field(
        name="registered_at",
        title=N_("Since"),
        kind=Kind.INSTANT,
        sql="c.registered_at",
        type=datetime,
        present=True,
    ),
    Field(name="archived", title=N_("Archived"), kind=Kind.BOOL, sql="c.archived", ordered=False),
)
CUSTOMERS = Listing(
    object="customer",
    source="read.customer_directory c",
    alias="c",
    key="customer_id",
    fields=FIELDS,
    columns=("name", "lifecycle", "sector", "owner_id", "branch", "tags", "last_contact_at", "registered_at"),
    sort="name",
    joins="""
        left join read.colleagues a on a.user_id = c.owner_id
        left join read.teams t on t.team_id = a.team_id and not t.dissolved
        left join read.last_contacts l on l.record_id = c.customer_id
        left join read.next_steps n on n.record_id = c.customer_id and {n}""",
    named={"n": ("task", "title")},
    tallied=Tallied(
        source="read.customer_directory__all c",
        joins="""
            left join read.colleagues a on a.user_id = c.owner_id
            left join read.teams t on t.team_id = a.team_id and not t.dissolved""",
        fields=frozenset({"owner_id", "branch", "team", "kind", "lifecycle", "archived"}),
    ),
    carried={"version": "c.version", "kind": "c.kind", "archived": "c.archived"},
    without={"archived": "not c.archived"},
    search="c.tokens",
)
"""The list of customers."""
