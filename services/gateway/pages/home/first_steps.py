"""How far has a new company come? Each step ticks itself from what is there."""

from typing import NamedTuple

from sqlalchemy import Connection, text

from shared.marks import N_
from shared.rights.levels import Level
from shared.rights.principal import Principal


class Step(NamedTuple):
    """Something to do first; `done` is SQL that tells whether it has been."""

    title: str
    why: str
    address: str
    icon: str
    right: tuple[str, str]
    done: str


class Stand(NamedTuple):
    """A step, and whether it is behind."""

    step: Step
    done: bool


STEPS = (
    Step(
        N_("Set up your branches"),
        N_("Records belong to a branch, and rights follow them."),
        "/settings/branches",
        "network",
        ("branch", "create"),
        "exists (select 1 from read.branches)",
    ),
    Step(
        N_("Invite a colleague"),
        N_("Everybody sees what their role allows, in Chinese or English."),
        "/settings/people",
        "user-plus",
        ("user", "create"),
        "(select count(*) from (select 1 from read.colleagues where active limit 2) as found) = 2",
    ),
    Step(
        N_("Bring your customers along"),
        N_("A spreadsheet or address book is matched, checked and imported; all of it can be undone."),
        "/imports",
        "file-up",
        ("import", "create"),
        "exists (select 1 from log.events where source = 'import')",
    ),
    Step(
        N_("Register your first customer"),
        N_("A person or an organization, with phones and e-mails."),
        "/customers#new-customer",
        "users",
        ("customer", "create"),
        "exists (select 1 from read.customer_directory)",
    ),
    Step(
        N_("Open your first deal"),
        N_("Put it on the board and move it as it goes on."),
        "/deals#new-deal",
        "handshake",
        ("deal", "create"),
        "exists (select 1 from read.deal_list)",
    ),
)


def first_steps(connection: Connection, who: Principal) -> list[Stand]:
    """The steps this reader may take, and how they stand."""
    steps = [step for step in STEPS if who.level(*step.right) > Level.NONE]
    if not steps:
        return []
    row = connection.execute(text("select " + ", ".join(step.done for step in steps))).one()
    return [Stand(step, bool(done)) for step, done in zip(steps, row, strict=True)]
