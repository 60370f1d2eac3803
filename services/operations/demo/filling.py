"""How is a demo company sent, record by record, to the services?"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, timedelta
from hashlib import sha256
from uuid import UUID, uuid5

import msgspec

from services.importing.entities import ENTITIES
from services.importing.patience import Calls
from services.importing.planner import Planned
from services.importing.report import FileReport, Report
from services.importing.runner import Progress
from services.importing.sender import Sender
from services.importing.table import Line
from services.operations.demo.company import FOUNDED_DAYS, Company
from services.operations.demo.deals import deal
from services.operations.demo.people import customer
from shared.importing import Record
from shared.log.log import Log

SIZES = {"small": 200, "medium": 5_000, "large": 100_000}
SOURCE = "demo"


def reference_date(seed: int, log: Log) -> date | None:
    """The date at which a demo company of this seed already in the log ends; None if there is none."""
    first = Company(0, seed, date(2000, 1, 1)).id("agent", 0)
    records = log.stream(first)
    founded = records[0].occurred_at.astimezone(UTC).date() if records else None
    return founded + timedelta(days=FOUNDED_DAYS) if founded else None


def fill(company: Company, log: Log, bus: Calls, run_id: UUID, progress: Progress) -> Report:
    """Send the whole company; what is there already stays as it is."""
    report = Report(run_id, dry_run=False)
    sender = Sender(log, bus, run_id, actor=SOURCE, source=SOURCE)
    parts = _parts(company)
    report.files = [
        FileReport(file=f"{entity}s", entity=entity, rows=rows, encoding="") for entity, rows, _ in parts
    ]
    for file, (entity, _, records) in zip(report.files, parts, strict=True):
        for outcome in sender.send(ENTITIES[entity], _planned(company, entity, records)):
            file.count(outcome.verdict)
            report.position = max(report.position, outcome.position)
            if file.done % 100 == 0:
                progress(report)
    report.end()
    return report


def _parts(company: Company) -> list[tuple[str, int, Iterable[tuple[int, Record]]]]:
    staff, catalogue = list(company.staff()), list(company.catalogue())
    customers = ((number, customer(company, number)) for number in range(company.customers))
    deals = ((number, deal(company, number)) for number in range(company.deals))
    return [
        ("agent", len(staff), staff),
        ("product", len(catalogue), catalogue),
        ("customer", company.customers, customers),
        ("deal", company.deals, deals),
    ]


def _planned(company: Company, entity: str, records: Iterable[tuple[int, Record]]) -> Iterator[Planned]:
    for number, record in records:
        found = company.id(entity, number)
        revision = uuid5(found, sha256(msgspec.json.encode(record)).hexdigest())
        yield Planned(Line(number + 1, []), found, revision, record, ENTITIES[entity].history(found, record))
