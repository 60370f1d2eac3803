"""What was talked about with the buyers of the demo company, and what is to be done next?"""

from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import NamedTuple

from events.sales import OPEN_STAGES
from services.activities.importing import ActivityRecord, TaskRecord
from services.operations.demo import words
from services.operations.demo.company import Company
from services.operations.demo.deals import deal
from services.operations.demo.offices import OFFICES, Office
from services.sales.imported_deals import DealRecord

TALKS = 2
"""So many activities tell of each deal: how it began, and what was last."""
NEGLECTED = 0.25
"""The share of open deals for which nobody has planned anything."""
DUE_DAYS = (-2, -1, 0, 0, 0, 1, 1, 2, 3, 4, 6, 9)


class _Begun(NamedTuple):
    """A deal, the office it belongs to, and the first and the last moment something happened to it."""

    record: DealRecord
    office: Office
    first: datetime
    last: datetime


def activity(company: Company, number: int) -> ActivityRecord:
    """The first talk about a deal, or the latest."""
    begun = _begun(company, number // TALKS)
    first = number % TALKS == 0
    moment = "first" if first else begun.record.stage
    kind, said = words.TALKS[moment][begun.office.language]
    return ActivityRecord(
        kind=kind,
        happened_at=begun.first if first else begun.last,
        subject=said,
        customer=begun.record.customer,
        deal=company.id("deal", number // TALKS),
        owner=begun.record.owner,
        branch=begun.record.branch,
    )


def task(company: Company, number: int) -> TaskRecord:
    """What is to be done next for a deal; done already where the deal is closed, or where it is neglected."""
    begun, chance = _begun(company, number), company.random("task", number)
    record, stage = begun.record, begun.record.stage
    kind, title = words.STEPS.get(stage, words.STEPS["won"])[begun.office.language]
    planned = partial(
        TaskRecord,
        title=title,
        kind=kind,
        planned_at=begun.first,
        customer=record.customer,
        deal=company.id("deal", number),
        owner=record.owner,
        branch=record.branch,
    )
    if stage not in OPEN_STAGES or chance.random() < NEGLECTED:
        return planned(state="done", due_at=begun.last, done_at=begun.last)
    return planned(due_at=company.instant(_due_on(company, begun, chance), begun.office, chance))


def _due_on(company: Company, begun: _Begun, chance: Random) -> date:
    """A working day around the last one of the company, after what was last."""
    around = company.as_of + timedelta(days=chance.choice(DUE_DAYS))
    day = max(around, begun.last.date() + timedelta(days=1))
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


def _begun(company: Company, number: int) -> _Begun:
    record = deal(company, number)
    office = next(each for each in OFFICES if each.name == record.branch)
    moments = (
        record.opened_at,
        record.engaging_at,
        record.proposal_at,
        record.negotiation_at,
        record.closed_at,
    )
    known = [each for each in moments if each]
    return _Begun(record, office, min(known), max(known))
