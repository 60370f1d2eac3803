"""Does everything that follows the log keep up with it: the watermark, read models, policies, the relay?"""

from collections.abc import Iterator

from sqlalchemy import Connection, Engine

from services.operations.diagnosis import processes
from services.operations.diagnosis.finding import Finding, ill, notice, well
from shared.log.fence import Fence
from shared.projector.builds import Standing, status

HELD_SECONDS = 5.0
BEHIND_EVENTS = 1_000
_LAST = "select coalesce(max(position), 0) from log.events"


def examine(engine: Engine, *, distributed: bool) -> Iterator[Finding]:
    """Findings about the followers of the log."""
    yield from watermark(engine)
    with engine.connect() as connection:
        last = connection.exec_driver_sql(_LAST).scalar_one()
        for standing in status(connection):
            if standing.state.state != "previous":
                yield _follower(standing, last)
        if distributed:
            yield relay(connection, last)
            yield from processes.followers(connection)


def watermark(engine: Engine) -> Iterator[Finding]:
    """Does an append that never ends hold the watermark back?"""
    held = [holder for holder in Fence(engine).holders() if (holder.seconds or 0) > HELD_SECONDS]
    if not held:
        yield well("watermark", "No unfinished append holds the log back.")
    for holder in held:
        who = f"process {holder.pid}" if holder.pid else "a prepared transaction"
        yield ill(
            "watermark",
            f"An append of {holder.application_name or 'an unnamed client'} ({who}) has not ended for "
            f"{holder.seconds:.0f} s; nothing appended since is visible.",
            f"If it hangs, end it: SELECT pg_terminate_backend({holder.pid});"
            if holder.pid
            else "ROLLBACK PREPARED it; see pg_prepared_xacts.",
        )


def _follower(standing: Standing, last: int) -> Finding:
    subject, behind = standing.build.name, last - standing.position
    if standing.state.error:
        return ill(
            subject,
            f"It stopped before an event it cannot take ({standing.state.error}).",
            "The event is kept. Install a release that can take it; it is tried again by itself.",
        )
    if behind > BEHIND_EVENTS:
        return notice(
            subject,
            f"It is {behind} positions behind, and last moved {standing.updated_at:%Y-%m-%d %H:%M} UTC.",
            "Wait if it moves. If not, see that `hindsight serve`, or a projector, runs.",
        )
    return well(subject, "It has read the whole log." if behind <= 0 else f"It is {behind} positions behind.")


def relay(connection: Connection, last: int) -> Finding:
    """Has the broker heard of every event?"""
    position = connection.exec_driver_sql(
        "select coalesce(max(position), 0) from log.relay_cursor"
    ).scalar_one()
    behind = last - position
    if behind > BEHIND_EVENTS:
        return notice(
            "relay", f"RabbitMQ has not heard of {behind} positions.", "See that `hindsight relay` runs."
        )
    return well(
        "relay", "RabbitMQ has heard of every event." if behind <= 0 else f"It is {behind} positions behind."
    )
