"""Where is somebody signed in at the moment?"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from events.sign_in import SessionBegun, SessionContinued, SessionEnded
from shared.projection import Projection, Row
from shared.records import Recorded


class SessionRow(Row):
    session_id: UUID
    user_id: UUID
    means: str
    second_factor: bool
    address: str
    device: str
    begun_at: datetime
    used_at: datetime
    ends_at: datetime


sessions = Projection("sessions", version=1, row=SessionRow, indexes=("user_id",))


@sessions.on(SessionBegun)
def begun(_: SessionRow | None, record: Recorded[SessionBegun]) -> SessionRow:
    session, at = record.event, record.envelope.recorded_at
    return SessionRow(
        record.stream_id,
        session.user_id,
        session.means,
        session.second_factor,
        session.address,
        session.device,
        at,
        at,
        session.ends_at,
    )


@sessions.on(SessionContinued)
def continued(row: SessionRow, record: Recorded[SessionContinued]) -> SessionRow:
    row.used_at = record.envelope.recorded_at
    return row


@sessions.on(SessionEnded)
def ended(_: SessionRow, __: Recorded[SessionEnded]) -> None:
    return None


def sessions_of(connection: Connection, user_id: UUID) -> list[SessionRow]:
    """A user's sessions that have not come to their end, the one used last first."""
    found = text(
        "select * from read.sessions where user_id = :user_id and ends_at > now()"
        " order by used_at desc, session_id"
    )
    return [SessionRow(**row._mapping) for row in connection.execute(found, {"user_id": user_id})]
