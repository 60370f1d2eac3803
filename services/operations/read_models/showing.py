"""How does a person see a rebuild: its progress, and what came of it?"""

from collections.abc import Iterator
from contextlib import contextmanager

from services.operations import progress as shown
from shared.rebuild import progress as rebuild
from shared.rebuild.rebuild import Rebuilt
from shared.rebuild.verification import Verdict


@contextmanager
def progress() -> Iterator[rebuild.Watch]:
    """How far it is, while it lasts."""
    with shown.progress() as show:
        yield lambda now: show(_step(now))


def _step(now: rebuild.Progress) -> shown.Step:
    told = f"{now.events:,} events, {now.rate:,.0f}/s" if now.events else ""
    return shown.Step(f"{now.name}: {now.phase}", now.share, told, now.eta_seconds)


def rebuilt(done: list[Rebuilt], failed: list[str]) -> str:
    """A sentence for each."""
    return "\n".join([*map(_rebuilt, done), *failed])


def _rebuilt(one: Rebuilt) -> str:
    rate = f"{one.events / max(one.seconds, 1e-9):,.0f}/s"
    parked = f" {one.parked:,} events are parked, see `hindsight parked list`." if one.parked else ""
    return (
        f"{one.name}: {one.rows:,} rows from {one.events:,} events in {one.seconds:.1f} s ({rate}), "
        f"the same as {one.verified_against}; served now.{parked}"
    )


def verified(verdicts: list[Verdict]) -> str:
    """A sentence for each, and the rows that differ."""
    return "\n".join(line for verdict in verdicts for line in _verified(verdict))


def _verified(verdict: Verdict) -> Iterator[str]:
    told = f"{verdict.name}: {verdict.rows:,} rows at position {verdict.position:,}"
    if verdict.same:
        yield f"{told}, as the events make them (digest {verdict.digest})."
        return
    yield f"{told} are not as the events make them. `hindsight projections rebuild {verdict.name}` mends it."
    yield from (f"  {one.how}: {one.key}" for one in verdict.differences)
