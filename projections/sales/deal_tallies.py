"""Which figures about deals are kept at hand, because too many deals stand behind them?"""

from shared.projection import Tally

_MONTH = "date_trunc('month', {day}::timestamp)::date"
_WHOSE = {
    "branch": "branch",
    "owner_id": "owner_id",
    "pipeline_id": "pipeline_id",
    "product_id": "product_id",
}

OPEN = Tally(
    "open",
    by=_WHOSE
    | {
        "stage": "stage",
        "currency": "currency",
        "committed": "committed",
        "month": _MONTH.format(day="expected_close_on"),
    },
    sums={"amount": "amount", "weighted": "amount * probability / 100"},
    where="closed_on is null and not discarded",
)
"""Open deals, by the month they are expected to close in."""

CLOSED = Tally(
    "closed",
    by=_WHOSE | {"stage": "stage", "currency": "currency", "month": _MONTH.format(day="closed_on")},
    sums={"amount": "amount"},
    where="closed_on is not null and not discarded",
)
"""Won and lost deals, by the month they were closed in."""

SOLD = Tally(
    "sold",
    by={
        "branch": "branch",
        "owner_id": "owner_id",
        "product_id": "product_id",
        "stage": "stage",
        "currency": "currency",
        "month": _MONTH.format(day="closed_on"),
    },
    sums={"amount": "amount"},
    where="closed_on is not null and not discarded",
)
"""The same by product."""

PATHS = Tally(
    "paths",
    by=_WHOSE
    | {
        "visited": "visited",
        "stage": "stage",
        "month": "date_trunc('month', opened_at at time zone 'UTC')::date",
    },
    where="not discarded",
)
"""All deals, by the stages they have been in and the month they were opened in."""

TALLIES = (OPEN, CLOSED, SOLD, PATHS)

FROM = """
    from read.deal_list__{tally} d
    left join read.colleagues a on a.user_id = d.owner_id
    left join read.teams t on t.team_id = a.team_id and not t.dissolved"""
"""What the conditions of a list of deals can be put to."""
