"""How is a demo company sent, record by record, to the services?"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, timedelta
from hashlib import sha256
from threading import Event
from uuid import UUID, uuid5

import msgspec

from services.identity.commands import LeadTeam
from services.importing.entities import ENTITIES
from services.importing.patience import Calls, send_all
from services.importing.planner import Planned
from services.importing.report import FileReport, Report
from services.importing.runner import Progress, Run
from services.importing.sender import Sender
from services.importing.table import Line
from services.operations.demo.company import FOUNDED_DAYS, Company
from services.operations.demo.deals import deal
from services.operations.demo.people import customer
from services.operations.demo.personnel import branch_records, team_records, teams, user_records
from services.operations.demo.staff import team_id
from services.operations.demo.talks import TALKS, activity, task
from services.operations.demo.words import PRODUCTS
from shared.commands import Command
from shared.importing import Record, record_id
from shared.log.log import Log
from shared.records import Header

SIZES = {"small": 200, "medium": 5_000, "large": 100_000}
SOURCE = "demo"
_PLURALS = {"branch": "branches", "activity": "activities"}


def reference_date(seed: int, log: Log) -> date | None:
    """The date at which a demo company of this seed already in the log ends; None if there is none."""
    first = Company(0, seed, date(2000, 1, 1)).id("user", 0)
    records = log.stream(first)
    founded = records[0].occurred_at.astimezone(UTC).date() if records else None
    return founded + timedelta(days=FOUNDED_DAYS) if founded else None


def fill(company: Company, log: Log, bus: Calls, run_id: UUID, progress: Progress) -> Report:
    """Send the whole company; what is there already stays as it is."""
    report = Report(run_id, dry_run=False)
    sender = Sender(log, bus, run_id, Run(actor=SOURCE), source=SOURCE)
    parts = _parts(company)
    report.files = [
        FileReport(file=_PLURALS.get(entity, f"{entity}s"), entity=entity, rows=rows, encoding="")
        for entity, rows, _ in parts
    ]
    for file, (entity, _, records) in zip(report.files, parts, strict=True):
        for outcome in sender.send(ENTITIES[entity], _planned(entity, records)):
            file.count(outcome.verdict)
            report.position = max(report.position, outcome.position)
            if file.done % 100 == 0:
                progress(report)
    _lead(company, bus, run_id)
    report.end()
    return report


def _parts(company: Company) -> list[tuple[str, int, Iterable[tuple[str, Record]]]]:
    places, groups = list(branch_records(company)), list(team_records(company))
    users = list(user_records(company))
    catalogue = _keyed(company, "product", company.catalogue())
    customers = ((number, customer(company, number)) for number in range(company.customers))
    deals = ((number, deal(company, number)) for number in range(company.deals))
    talks, steps = TALKS * company.deals, company.deals
    activities = ((number, activity(company, number)) for number in range(talks))
    tasks = ((number, task(company, number)) for number in range(steps))
    return [
        ("branch", len(places), places),
        ("team", len(groups), groups),
        ("user", len(users), users),
        ("product", len(PRODUCTS), catalogue),
        ("customer", company.customers, _keyed(company, "customer", customers)),
        ("deal", company.deals, _keyed(company, "deal", deals)),
        ("activity", talks, _keyed(company, "activity", activities)),
        ("task", steps, _keyed(company, "task", tasks)),
    ]


def _keyed(
    company: Company, entity: str, records: Iterable[tuple[int, Record]]
) -> Iterator[tuple[str, Record]]:
    return ((company.key(entity, number), record) for number, record in records)


def _planned(entity: str, records: Iterable[tuple[str, Record]]) -> Iterator[Planned]:
    for number, (key, record) in enumerate(records, 1):
        found = record_id(entity, key)
        revision = uuid5(found, sha256(msgspec.json.encode(record)).hexdigest())
        yield Planned(Line(number, []), found, revision, record, ENTITIES[entity].history(found, record))


def _lead(company: Company, bus: Calls, run_id: UUID) -> None:
    """Every team gets its leader, who is one of its members."""
    sent: list[tuple[Command, Header]] = []
    for _, team in teams(company):
        stream_id = team_id(company.key("teams", 0), team)
        command = LeadTeam(team_id=stream_id, lead_id=company.id("user", f"lead {team}"))
        header = Header(
            command_id=uuid5(stream_id, "lead"),
            correlation_id=run_id,
            actor=SOURCE,
            branch="",
            source=SOURCE,
        )
        sent.append((command, header))
    send_all(bus, sent, Event())
