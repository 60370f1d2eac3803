"""Which figures about deals are kept at hand, because too many deals stand behind them?"""

from shared.projection import Tally

_MONTH = "date_trunc('month', {day}::timestamp)::date"
_WHOSE = {"branch": "branch", "owner_id": "owner_id"}
_STANDING = _WHOSE | {
    "pipeline_id": "pipeline_id",
    "product_id": "product_id",
    "stage": "stage",
    "currency": "currency",
}
_WORTH = {"amount": "amount", "weighted": "amount * probability / 100"}
_OPEN = "closed_on is null and not discarded"

STAGES = Tally("stages", by=_STANDING, sums=_WORTH, where=_OPEN)
"""Open deals, by the stage they are in."""

AHEAD = Tally(
    "ahead",
    by=_WHOSE
    | {"currency": "currency", "committed": "committed", "month": _MONTH.format(day="expected_close_on")},
    sums=_WORTH,
    where=_OPEN,
)
"""Open deals, by the month they are expected to close in."""

# The month comes first, so that the latest ones are found without a look at all that went before.
CLOSED = Tally(
    "closed",
    by={"month": _MONTH.format(day="closed_on")} | _STANDING,
    sums={"amount": "amount"},
    where="closed_on is not null and not discarded",
)
"""Won and lost deals, by the month they were closed in."""

PATHS = Tally(
    "paths",
    by=_WHOSE
    | {
        "pipeline_id": "pipeline_id",
        "visited": "visited",
        "stage": "stage",
        "month": "date_trunc('month', opened_at at time zone 'UTC')::date",
    },
    where="not discarded",
)
"""All deals, by the stages they have been in and the month they were opened in."""

TALLIES = (STAGES, AHEAD, CLOSED, PATHS)

OWNERS = """
    left join read.colleagues a on a.user_id = d.owner_id
    left join read.teams t on t.team_id = a.team_id and not t.dissolved"""
FROM = f"""
    from read.deal_list__{{tally}} d {OWNERS}"""
"""What the conditions of a list of deals can be put to."""
