"""What are the values called that stand for something else: me, my team, this quarter?"""

from shared.listing.kinds import ME, MINE, NO, TEAM, YES
from shared.listing.periods import NAMED
from shared.marks import N_

PEOPLE_WORDS = {ME: N_("Me"), TEAM: N_("My team")}
MINE_WORDS = {MINE: N_("My branches")}
BOOL_WORDS = {YES: N_("Yes"), NO: N_("No")}
PERIOD_WORDS = {
    "today": N_("Today"),
    "yesterday": N_("Yesterday"),
    "tomorrow": N_("Tomorrow"),
    "this-week": N_("This week"),
    "last-week": N_("Last week"),
    "next-week": N_("Next week"),
    "this-month": N_("This month"),
    "last-month": N_("Last month"),
    "next-month": N_("Next month"),
    "this-quarter": N_("This quarter"),
    "last-quarter": N_("Last quarter"),
    "next-quarter": N_("Next quarter"),
    "this-year": N_("This year"),
    "last-year": N_("Last year"),
    "next-year": N_("Next year"),
    "last-7-days": N_("Last 7 days"),
    "last-30-days": N_("Last 30 days"),
    "last-90-days": N_("Last 90 days"),
    "next-7-days": N_("Next 7 days"),
    "next-30-days": N_("Next 30 days"),
}
assert set(NAMED) < set(PERIOD_WORDS)
