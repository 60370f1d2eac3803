"""Does everything that follows the log keep up with it: the watermark, read models, policies, the relay?"""

from collections.abc import Iterator

from sqlalchemy import Engine

from services.operations.diagnosis import processes
from services.operations.diagnosis.finding import Finding, ill, notice, well
from shared.status import groups, thresholds
from shared.status.alarms import alarms
from shared.status.facts import Relay, Standing
from shared.status.groups import Group
from shared.status.look import look

BEHIND_EVENTS = 1_000


def examine(engine: Engine, *, distributed: bool) -> Iterator[Finding]:
    """Findings about the followers of the log."""
    standing = look(engine, distributed=distributed)
    yield from on(standing)
    for build in groups.builds(standing.read_models):
        if build.state != "previous":
            yield _follower(build)
    if standing.relay is not None:
        yield _relay(standing.relay)
        with engine.connect() as connection:
            yield from processes.followers(connection)


def on(standing: Standing) -> Iterator[Finding]:
    """The alarms that are on."""
    found = alarms(standing, thresholds.from_environment())
    if not found:
        yield well("alarms", "None is on.")
    for alarm in found:
        yield ill(f"alarm {alarm.name}", *alarm.told())


def _follower(build: Group) -> Finding:
    subject = build.name if build.state == "serving" else f"{build.name} {build.build}"
    if build.error:
        return ill(
            subject,
            f"It stopped ({build.error}).",
            f"Mend the cause, then `hindsight projections resume {build.name}`.",
        )
    if build.paused:
        return notice(
            subject,
            f"An operator has paused it; it is {build.lag_events} positions behind.",
            f"`hindsight projections resume {build.name}` lets it go on.",
        )
    if build.lag_events > BEHIND_EVENTS:
        return notice(
            subject,
            f"It is {build.lag_events} positions behind, and {build.lag_seconds:.0f} s.",
            "Wait if it moves. If not, see that `hindsight serve`, or a projector, runs.",
        )
    return well(subject, _behind(build.lag_events, "It has read the whole log."))


def _relay(relay: Relay) -> Finding:
    """Has the broker heard of every event?"""
    if relay.lag_events > BEHIND_EVENTS:
        what = f"RabbitMQ has not heard of {relay.lag_events} positions."
        return notice("relay", what, "See that `hindsight relay` runs.")
    return well("relay", _behind(relay.lag_events, "RabbitMQ has heard of every event."))


def _behind(events: int, none: str) -> str:
    return f"It is {events} positions behind." if events else none
