"""A company with somebody of every role, and records of theirs, of their team, branch, and of others.

Every record holds words and figures that stand nowhere else, so that any of them in an answer is a leak.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Engine, text

from services import product
from services.activities.commands import LogActivity, PlanTask
from services.customers.commands import ContactDetails, OrganizationDetails, RegisterCustomer, TagCustomer
from services.identity.built_in import built_in_roles
from services.identity.commands import AddUser, FormTeam, OpenBranch
from services.sales.commands import LinkDealToCustomer, OpenDeal
from shared.application import Application
from shared.commands import Command
from shared.log.log import Log
from shared.records import Header
from tests.people import People, Person, people

HOME, BELOW, ELSEWHERE = "Zqhome", "Zqbelow", "Zqaway"
NO_ROLE = "nobody"
ROLES = (*(role.key for role in built_in_roles()), NO_ROLE)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
_AS_BEFORE = text("""
    update log.events set schema_version = 1, payload = convert_to(
        (convert_from(payload, 'UTF8')::jsonb - 'branch' - 'pipeline_id')::text, 'UTF8')
    where stream_id = :deal and version = 1""")


class Record(NamedTuple):
    """A record, whose it is, and the words and figures that only it holds."""

    kind: str
    id: UUID
    owner_id: UUID | None
    branch: str
    words: tuple[str, ...]


class Company:
    """Everybody and everything in one database; what is done here is done by Hindsight itself."""

    def __init__(self, engine: Engine) -> None:
        log = Log(engine)
        self.applications: dict[str, Application] = product.applications(log)
        self.people: People = people(engine)
        self.records: list[Record] = []
        self.user: dict[str, Person] = {"administrator": self.people.administrator()}
        for code, parent in ((HOME, None), (BELOW, HOME), (ELSEWHERE, None)):
            self.do(OpenBranch(code=code, name=code, parent=parent))
        self.team = uuid4()
        self.do(FormTeam(team_id=self.team, name="Team A", branch=HOME))
        for role in ROLES:
            self.user[role] = self.people.signed_in(self._add(role, HOME, self.team, role))
        self.mate = self._add("mate", HOME, self.team)
        self.owners = {
            "mate": (self.mate, HOME),
            "neighbour": (self._add("neighbour", HOME), HOME),
            "below": (self._add("below", BELOW), BELOW),
            "stranger": (self._add("stranger", ELSEWHERE), ELSEWHERE),
            "ownerless": (None, ""),
            **{role: (person.user_id, HOME) for role, person in self.user.items()},
        }
        for number, (name, (owner_id, branch)) in enumerate(self.owners.items()):
            self.filled_for(name, number, owner_id, branch)
        self._former_deal(engine)
        self._beside: dict[str, list[Record]] = {}
        self._crossed()

    def do(self, command: Command, branch: str = "") -> UUID:
        """Carry out a command, from this branch; the record it concerns."""
        header = Header(
            command_id=uuid4(), correlation_id=uuid4(), actor="hindsight", branch=branch, source="cli"
        )
        return self.applications[command.service()].handle(command, header).stream_id

    def of(self, kind: str) -> Iterator[Record]:
        """The records of one kind."""
        return (record for record in self.records if record.kind == kind)

    def around(self, role: str) -> list[Record]:
        """One of each: what is this user's own, their team's, their branch's, and others'."""
        others = {person.user_id for name, person in self.user.items() if name != role}
        away = [each for name, beside in self._beside.items() if name != role for each in beside]
        return [each for each in self.records if each.owner_id not in others and each not in away]

    def _add(self, name: str, branch: str, team: UUID | None = None, role: str = "") -> UUID:
        roles = (role,) if role and role != NO_ROLE else ()
        return self.do(
            AddUser(
                user_id=uuid4(),
                name=f"User {name}",
                email=f"{name}@example.com",
                branch=branch,
                team_id=team,
                roles=roles,
            )
        )

    def filled_for(self, name: str, number: int, owner_id: UUID | None, branch: str) -> None:
        """A customer, a deal, an activity and a task of this owner."""
        customer_id = self._customer(name, number, owner_id, branch)
        deal_id = self._deal(f"Zq{name}deal", number, owner_id, branch, customer_id)
        self._activity(f"Zq{name}call", owner_id, branch, customer_id, deal_id)
        self._task(f"Zq{name}task", owner_id, branch, customer_id, deal_id)

    def _former_deal(self, engine: Engine) -> None:
        """A deal as it was recorded before its own facts said in which branch it is."""
        amount = amount_of(99)
        opening = OpenDeal(deal_id=uuid4(), title="Zqformerdeal", branch="", amount=amount, currency="EUR")
        deal_id = self.do(opening, branch=HOME)
        with engine.begin() as connection:
            connection.execute(text("alter table log.events disable trigger append_only"))
            connection.execute(_AS_BEFORE, {"deal": deal_id})
            connection.execute(text("alter table log.events enable always trigger append_only"))
        self.records.append(Record("deal", deal_id, None, HOME, ("Zqformerdeal", str(amount), f"{amount:,}")))

    def _crossed(self) -> None:
        """What belongs to a stranger stands beside what belongs to those who may not see it."""
        stranger, away = self.owners["stranger"]
        hidden = next(each for each in self.of("customer") if each.owner_id == stranger)
        for number, (role, person) in enumerate(self.user.items()):
            before = len(self.records)
            mine = next(each for each in self.of("customer") if each.owner_id == person.user_id)
            self._activity(f"Zqaway{role}call", stranger, away, mine.id, None)
            self._task(f"Zqaway{role}task", stranger, away, mine.id, None)
            self._deal(f"Zqaway{role}deal", 100 + number, stranger, away, mine.id)
            linked = self._deal(f"Zqlinked{role}deal", 200 + number, person.user_id, HOME, mine.id)
            self.do(LinkDealToCustomer(deal_id=linked, customer_id=hidden.id))
            self._beside[role] = self.records[before:]

    def _customer(self, name: str, number: int, owner_id: UUID | None, branch: str) -> UUID:
        words = (f"Zq{name}customer", f"55577{number:04}", f"zq{name}@mail.example", f"Zq{name}sector")
        customer_id = self.do(
            RegisterCustomer(
                customer_id=uuid4(),
                kind="organization",
                name=words[0],
                owner_id=owner_id,
                branch=branch,
                contact=ContactDetails(phones=(words[1],), emails=(words[2],)),
                organization=OrganizationDetails(sector=words[3]),
            )
        )
        self.do(TagCustomer(customer_id=customer_id, tag=f"zq{name}tag"))
        self.records.append(Record("customer", customer_id, owner_id, branch, (*words, f"zq{name}tag")))
        return customer_id

    def _deal(self, title: str, number: int, owner_id: UUID | None, branch: str, customer_id: UUID) -> UUID:
        amount = amount_of(number)
        deal_id = self.do(
            OpenDeal(
                deal_id=uuid4(),
                title=title,
                customer_id=customer_id,
                owner_id=owner_id,
                branch=branch,
                amount=amount,
                currency="EUR",
            )
        )
        figures = (str(amount), f"{amount:,}")
        self.records.append(Record("deal", deal_id, owner_id, branch, (title, *figures)))
        return deal_id

    def _activity(
        self, subject: str, owner_id: UUID | None, branch: str, customer_id: UUID, deal_id: UUID | None
    ) -> None:
        activity_id = self.do(
            LogActivity(
                activity_id=uuid4(),
                kind="call",
                subject=subject,
                body=f"{subject}body",
                happened_at=NOON,
                owner_id=owner_id,
                branch=branch,
                customer_id=customer_id,
                deal_id=deal_id,
            )
        )
        self.records.append(Record("activity", activity_id, owner_id, branch, (subject,)))

    def _task(
        self, title: str, owner_id: UUID | None, branch: str, customer_id: UUID, deal_id: UUID | None
    ) -> None:
        task_id = self.do(
            PlanTask(
                task_id=uuid4(),
                title=title,
                owner_id=owner_id,
                branch=branch,
                customer_id=customer_id,
                deal_id=deal_id,
            )
        )
        self.records.append(Record("task", task_id, owner_id, branch, (title,)))


def amount_of(number: int) -> Decimal:
    """An amount that no other deal has."""
    return Decimal(6_100_001 + number * 1_009) + Decimal("0.37")
