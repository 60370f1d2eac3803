"""How are colleagues, teams, branches and roles found and named?"""

from events.identity import (
    BranchClosed,
    BranchOpened,
    BranchRenamed,
    BranchReopened,
    RoleDefined,
    TeamDissolved,
    TeamFormed,
    TeamMoved,
    TeamRenamed,
    TeamRevived,
    UserAdded,
    UserDeactivated,
    UserEmailChanged,
    UserReactivated,
    UserRenamed,
    UserTransferred,
)
from events.sales import AgentJoined, AgentLeft, AgentReturned, AgentTransferred
from projections.history.record_row import RecordRow, begun, found_by
from shared.projection import Projection
from shared.records import Recorded


def follow_people(index: Projection) -> None:
    """Let the index follow users, the sales agents of old, teams, branches and roles."""
    index.on(UserAdded)(_added)
    index.on(AgentJoined)(_joined)
    index.on(UserRenamed, TeamRenamed, BranchRenamed)(_renamed)
    index.on(UserEmailChanged)(_email_changed)
    index.on(UserTransferred, TeamMoved)(_transferred)
    index.on(AgentTransferred)(_agent_transferred)
    index.on(UserDeactivated, AgentLeft, TeamDissolved, BranchClosed)(_left)
    index.on(UserReactivated, AgentReturned, TeamRevived, BranchReopened)(_returned)
    index.on(TeamFormed)(_formed)
    index.on(BranchOpened)(_branch_opened)
    index.on(RoleDefined)(_defined)


def _added(_: RecordRow | None, record: Recorded[UserAdded]) -> RecordRow:
    user = record.event
    row = begun(record.stream_id, "user", user.name, owner_id=record.stream_id, branch=user.branch)
    return found_by(row, words=[user.email] if user.email else [])


def _joined(_: RecordRow | None, record: Recorded[AgentJoined]) -> RecordRow:
    agent = record.event
    return begun(record.stream_id, "user", agent.name, owner_id=record.stream_id, branch=agent.office)


def _renamed(row: RecordRow, record: Recorded[UserRenamed | TeamRenamed | BranchRenamed]) -> RecordRow:
    return found_by(row, title=record.event.name)


def _email_changed(row: RecordRow, record: Recorded[UserEmailChanged]) -> RecordRow:
    return found_by(row, words=[record.event.email] if record.event.email else [])


def _transferred(row: RecordRow, record: Recorded[UserTransferred | TeamMoved]) -> RecordRow:
    row.branch = record.event.branch
    return row


def _agent_transferred(row: RecordRow, record: Recorded[AgentTransferred]) -> RecordRow:
    row.branch = record.event.office
    return row


def _formed(_: RecordRow | None, record: Recorded[TeamFormed]) -> RecordRow:
    return begun(
        record.stream_id,
        "team",
        record.event.name,
        owner_id=record.event.lead_id,
        branch=record.event.branch,
    )


def _branch_opened(_: RecordRow | None, record: Recorded[BranchOpened]) -> RecordRow:
    return begun(record.stream_id, "branch", record.event.name, branch=record.event.code)


def _defined(_: RecordRow | None, record: Recorded[RoleDefined]) -> RecordRow:
    return begun(record.stream_id, "role", record.event.name)


def _left(row: RecordRow, _: Recorded[UserDeactivated]) -> RecordRow:
    row.gone = True
    return row


def _returned(row: RecordRow, _: Recorded[UserReactivated]) -> RecordRow:
    row.gone = False
    return row
