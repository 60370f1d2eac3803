"""How is the status told on a terminal?"""

from collections.abc import Iterator

from services.operations.console import table
from services.operations.standing.asking import Status
from shared.status import groups
from shared.status.facts import Broker, Relay, Watermark
from shared.status.groups import Group
from shared.status.rebuilds import Rebuild

HEADINGS = ("read model", "build", "partitions", "state", "position", "behind", "seconds", "owner", "parked")


def text(status: Status, *, every_partition: bool) -> str:
    """The whole status; those partitions share a line that stand alike."""
    standing = status.standing
    lines = [_watermark(standing.watermark)]
    if standing.relay:
        lines.append(_relay(standing.relay))
    if standing.broker:
        lines.append(_broker(standing.broker))
    found = (groups.each if every_partition else groups.alike)(standing.read_models)
    lines += ["", table(HEADINGS, [_row(group) for group in found]), *_stopped(found)]
    lines += [*map(_rebuild, standing.rebuilds), ""]
    lines += [f"ALARM {alarm.name}: {alarm.sentence()}" for alarm in status.alarms] or ["No alarm."]
    return "\n".join(lines)


def _watermark(mark: Watermark) -> str:
    told = f"watermark  position {mark.position:,}"
    if mark.last <= mark.position:
        return f"{told}; everything committed is visible"
    held = [
        f"{each.application_name or 'an unnamed client'} (database process "
        f"{each.pid or 'none, a prepared transaction'}, {each.seconds or 0:.1f} s)"
        for each in mark.holders
    ]
    by = f", held back by {'; '.join(held)}" if held else ""
    return f"{told}; events up to {mark.last:,} wait for {mark.age_seconds:.1f} s{by}"


def _relay(relay: Relay) -> str:
    who = f"{relay.leader.application_name} leads" if relay.leader else "no relay runs"
    return (
        f"relay      position {relay.cursor:,}, {relay.lag_events:,} behind, {relay.lag_seconds:.1f} s; {who}"
    )


def _broker(broker: Broker) -> str:
    if broker.problem:
        return f"broker     {broker.problem}"
    services = ", ".join(f"{each.name} {each.processes}" for each in broker.services)
    return (
        f"broker     answers; processes that take commands: {services}; dead letters: {broker.dead_letters}"
    )


def _row(group: Group) -> tuple[object, ...]:
    followed = group.state != "previous"
    return (
        group.name,
        group.build,
        group.partitions,
        f"{group.state}, paused" if group.paused else group.state,
        f"{group.position:,}",
        f"{group.lag_events:,}" if followed else "-",
        f"{group.lag_seconds:.1f}" if followed else "-",
        ", ".join(group.owners) or "-",
        group.parked,
    )


def _rebuild(rebuild: Rebuild) -> str:
    how = "goes on" if rebuild.runs else "was broken off; `hindsight projections rebuild` goes on"
    left = f", {rebuild.eta_seconds:.0f} s left" if rebuild.eta_seconds is not None else ""
    done = f"{rebuild.phase}, {rebuild.share:.0%}, {rebuild.rate:,.0f} events/s{left}"
    return f"rebuild of {rebuild.name} {how}: {done}"


def _stopped(found: list[Group]) -> Iterator[str]:
    stopped = [group for group in found if group.error and group.state != "previous"]
    told = {(group.name, group.build): group.error for group in stopped}
    for (name, build), error in told.items():
        yield f"{name} {build} stopped: {error}"
