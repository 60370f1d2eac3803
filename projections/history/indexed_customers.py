"""How are customers, and groups of them, found and named?"""

from events.customers import (
    ContactDetailsChanged,
    CustomerArchived,
    CustomerAssigned,
    CustomerRegistered,
    CustomerRenamed,
    CustomerRestored,
    GroupDissolved,
    GroupFormed,
    GroupRenamed,
    GroupRevived,
    OrganizationDescribed,
    PersonDescribed,
)
from projections.history.record_row import RecordRow, begun, found_by
from shared.projection import Projection
from shared.records import Recorded


def follow_customers(index: Projection) -> None:
    """Let the index follow customers and groups."""
    index.on(CustomerRegistered)(_registered)
    index.on(CustomerRenamed, GroupRenamed)(_renamed)
    index.on(ContactDetailsChanged)(_reachable)
    index.on(PersonDescribed, OrganizationDescribed)(_described)
    index.on(CustomerAssigned)(_assigned)
    index.on(CustomerArchived, CustomerRestored, GroupDissolved, GroupRevived)(_gone)
    index.on(GroupFormed)(_formed)


def _registered(_: RecordRow | None, record: Recorded[CustomerRegistered]) -> RecordRow:
    customer = record.event
    return begun(
        record.stream_id, "customer", customer.name, owner_id=customer.owner_id, branch=customer.branch
    )


def _renamed(row: RecordRow, record: Recorded[CustomerRenamed | GroupRenamed]) -> RecordRow:
    return found_by(row, title=record.event.name)


def _reachable(row: RecordRow, record: Recorded[ContactDetailsChanged]) -> RecordRow:
    return found_by(row, words=[*record.event.phones, *record.event.emails])


def _described(row: RecordRow, record: Recorded[PersonDescribed | OrganizationDescribed]) -> RecordRow:
    match record.event:
        case PersonDescribed(company=company):
            row.subtitle = company or ""
        case OrganizationDescribed(sector=sector):
            row.subtitle = sector or ""
    return row


def _assigned(row: RecordRow, record: Recorded[CustomerAssigned]) -> RecordRow:
    row.owner_id, row.branch = record.event.owner_id, record.event.branch
    return row


def _formed(_: RecordRow | None, record: Recorded[GroupFormed]) -> RecordRow:
    group = record.event
    return begun(record.stream_id, "group", group.name, owner_id=group.owner_id, branch=group.branch)


def _gone(
    row: RecordRow, record: Recorded[CustomerArchived | CustomerRestored | GroupDissolved | GroupRevived]
) -> RecordRow:
    row.gone = isinstance(record.event, CustomerArchived | GroupDissolved)
    return row
