"""How are deals, products and pipelines found and named?"""

from events.pipelines import PipelineDefined, PipelineRenamed, PipelineRestored, PipelineRetired
from events.sales import (
    DealAssigned,
    DealDiscarded,
    DealLinkedToCustomer,
    DealOpened,
    DealRenamed,
    DealRestored,
    ProductListed,
    ProductRelisted,
    ProductWithdrawn,
)
from projections.history.record_row import RecordRow, begun, found_by
from shared.projection import Projection
from shared.records import Recorded


def follow_sales(index: Projection) -> None:
    """Let the index follow deals, products and pipelines."""
    index.on(DealOpened)(_opened)
    index.on(DealRenamed)(_renamed)
    index.on(DealLinkedToCustomer)(_linked)
    index.on(DealAssigned)(_assigned)
    index.on(DealDiscarded, DealRestored)(_discarded)
    index.on(ProductListed)(_listed)
    index.on(ProductWithdrawn, ProductRelisted)(_withdrawn)
    index.on(PipelineDefined)(_defined)
    index.on(PipelineRenamed)(_pipeline_renamed)
    index.on(PipelineRetired, PipelineRestored)(_retired)


def _opened(_: RecordRow | None, record: Recorded[DealOpened]) -> RecordRow:
    deal = record.event
    return begun(
        record.stream_id,
        "deal",
        deal.title,
        owner_id=deal.owner_id,
        branch=_branch(record),
        about_id=deal.customer_id,
    )


def _renamed(row: RecordRow, record: Recorded[DealRenamed]) -> RecordRow:
    return found_by(row, title=record.event.title)


def _linked(row: RecordRow, record: Recorded[DealLinkedToCustomer]) -> RecordRow:
    row.about_id = record.event.customer_id
    return row


def _assigned(row: RecordRow, record: Recorded[DealAssigned]) -> RecordRow:
    row.owner_id = record.event.owner_id
    row.branch = row.branch if record.event.branch is None else record.event.branch
    return row


def _discarded(row: RecordRow, record: Recorded[DealDiscarded | DealRestored]) -> RecordRow:
    row.gone = isinstance(record.event, DealDiscarded)
    return row


def _listed(_: RecordRow | None, record: Recorded[ProductListed]) -> RecordRow:
    row = begun(record.stream_id, "product", record.event.name)
    row.subtitle = record.event.series
    return row


def _withdrawn(row: RecordRow, record: Recorded[ProductWithdrawn | ProductRelisted]) -> RecordRow:
    row.gone = isinstance(record.event, ProductWithdrawn)
    return row


def _defined(_: RecordRow | None, record: Recorded[PipelineDefined]) -> RecordRow:
    return begun(record.stream_id, "pipeline", record.event.name, branch=record.event.branch)


def _pipeline_renamed(row: RecordRow, record: Recorded[PipelineRenamed]) -> RecordRow:
    return found_by(row, title=record.event.name)


def _retired(row: RecordRow, record: Recorded[PipelineRetired | PipelineRestored]) -> RecordRow:
    row.gone = isinstance(record.event, PipelineRetired)
    return row


def _branch(record: Recorded[DealOpened]) -> str:
    # Deals of old did not say it: they belong where they were written.
    return record.event.branch or record.envelope.branch
