"""Which alarms are on, and what is to be done?"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from shared.marks import N_
from shared.status.facts import Standing
from shared.status.thresholds import Thresholds

WINDOW = 10_000
"""A share of parked events is one of so many of the last events."""


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """Something an operator must see to: `what` and `todo` are sentences with `{name}` for each detail."""

    name: str
    what: str
    todo: str
    details: dict[str, Any] = {}

    def told(self, translate: Callable[[str], str] = str) -> tuple[str, str]:
        """What is wrong, and what to do; translated before the details are filled in."""
        return translate(self.what).format(**self.details), translate(self.todo).format(**self.details)

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """The same in one line."""
        return " ".join(self.told(translate))


def alarms(standing: Standing, limits: Thresholds) -> list[Alarm]:
    """Those that are on, in the order of NAMES."""
    return [alarm for decide in _DECISIONS.values() for alarm in decide(standing, limits)]


def _watermark_stalled(standing: Standing, limits: Thresholds) -> Iterator[Alarm]:
    mark = standing.watermark
    if mark.age_seconds <= limits.watermark_seconds:
        return
    details: dict[str, Any] = {"seconds": round(mark.age_seconds), "position": mark.position}
    if not mark.holders:
        yield Alarm(
            name="watermark_stalled",
            what=N_("Nothing appended in the last {seconds} s is visible, and nobody moves the watermark."),
            todo=N_("Start `hindsight relay`, or `hindsight serve` where all runs in one process."),
            details=details,
        )
        return
    holder = mark.holders[0]
    details |= {"pid": holder.pid, "application": holder.application_name or "?"}
    yield Alarm(
        name="watermark_stalled",
        what=N_(
            "Nothing appended in the last {seconds} s is visible: an append of {application} "
            "(database process {pid}) does not end."
        ),
        todo=N_("If it hangs, end it: SELECT pg_terminate_backend({pid});")
        if holder.pid
        else N_("It is a prepared transaction: ROLLBACK PREPARED it; see pg_prepared_xacts."),
        details=details,
    )


def _relay_behind(standing: Standing, limits: Thresholds) -> Iterator[Alarm]:
    relay = standing.relay
    if relay is None or relay.lag_seconds <= limits.relay_seconds:
        return
    yield Alarm(
        name="relay_behind",
        what=N_("The broker has not confirmed the last {events} positions; the oldest waits for {seconds} s.")
        if relay.leader
        else N_("No relay runs: the broker has not heard of the last {events} positions, for {seconds} s."),
        todo=N_("See that the broker answers; nothing is lost, events wait in the log.")
        if relay.leader
        else N_("Start `hindsight relay`; nothing is lost, events wait in the log."),
        details={"events": relay.lag_events, "seconds": round(relay.lag_seconds)},
    )


def _projection_behind(standing: Standing, limits: Thresholds) -> Iterator[Alarm]:
    late: dict[str, float] = {}
    for state in standing.read_models:
        if state.state == "serving" and state.lag_seconds > limits.projection_seconds:
            late[state.name] = max(state.lag_seconds, late.get(state.name, 0.0))
    if late:
        yield Alarm(
            name="projection_behind",
            what=N_("Read models or policies are behind the log, by up to {seconds} s: {names}."),
            todo=N_(
                "Resume what is paused; if something stopped it, `hindsight status` says what. Else start "
                "more `hindsight projector` processes."
            ),
            details={"seconds": round(max(late.values())), "names": ", ".join(sorted(late))},
        )


def _parked_share(standing: Standing, limits: Thresholds) -> Iterator[Alarm]:
    of = max(min(standing.watermark.position, WINDOW), 1)
    parked: dict[str, int] = {}
    for state in standing.read_models:
        if state.state != "previous" and state.parked:
            parked[state.name] = parked.get(state.name, 0) + state.parked
    many = {name: count for name, count in parked.items() if 100 * count / of > limits.parked_percent}
    if many:
        yield Alarm(
            name="parked_share",
            what=N_("Events are parked because they could not be folded: {counts}."),
            todo=N_("`hindsight parked list` tells why; mend the cause, then `hindsight parked retry`."),
            details={"counts": ", ".join(f"{name} {count}" for name, count in sorted(many.items()))},
        )


def _gap_healed(standing: Standing, limits: Thresholds) -> Iterator[Alarm]:
    recent = [gap for gap in standing.gaps if (standing.at - gap.at).total_seconds() <= limits.gap_seconds]
    if recent:
        yield Alarm(
            name="gap_healed",
            what=N_(
                "The broker left out events; readers took them from the log. The last gap, after position "
                "{after}, was met by {reader}."
            ),
            todo=N_("Nothing is lost. If it happens again and again, look at the broker's disk and memory."),
            details={"after": recent[0].after, "reader": recent[0].reader},
        )


_Decision = Callable[[Standing, Thresholds], Iterator[Alarm]]
_DECISIONS: dict[str, _Decision] = {
    "watermark_stalled": _watermark_stalled,
    "relay_behind": _relay_behind,
    "projection_behind": _projection_behind,
    "parked_share": _parked_share,
    "gap_healed": _gap_healed,
}
NAMES: Sequence[str] = tuple(_DECISIONS)
