"""What may an operator tell the readers of the log?"""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine

from shared.projection import Projection
from shared.projector import builds, checkpoints
from shared.projector import parked as parking
from shared.projector.checkpoints import POLICY, Build
from shared.projector.parked import Parked
from shared.projector.retrying import Retried, Retrying
from shared.refusals import Refused


class NoSuchReader(Refused):
    """No read model or policy is called {name}; `hindsight projections list` shows those there are."""


class NotParked(Refused):
    """The event at position {position} is not parked for {name}, or it only waits behind another that is."""


class ReactsWhenStarted(Refused):
    """{name} is a policy: it reacts to its parked events by itself when a process starts whose release can
    load them. Start the processes of that release, or skip the event.
    """


def pause(engine: Engine, name: str) -> None:
    """Let a read model or policy follow no further; nothing more is folded when this returns."""
    _set(engine, name, paused=True)


def resume(engine: Engine, name: str) -> None:
    """Let it follow again, also if it stopped by itself."""
    _set(engine, name, paused=False)


def _set(engine: Engine, name: str, *, paused: bool) -> None:
    with engine.begin() as connection:
        for build in _followed(connection, name):
            checkpoints.release(connection, build)
            builds.set_paused(connection, build, paused=paused)


def _followed(connection: Connection, name: str) -> list[Build]:
    found = [build for build, state in builds.states(connection, [name]).items() if state.state != "previous"]
    if not found:
        raise NoSuchReader(name=name)
    return found


def parked(engine: Engine, name: str | None = None) -> list[Parked]:
    """Events that could not be folded, and those behind them, for one projection or for all.

    Raises NoSuchReader.
    """
    with engine.connect() as connection:
        if name is not None:
            _followed(connection, name)
        return parking.listed(connection, name)


def retry(
    engine: Engine, projections: Sequence[Projection], name: str | None = None, position: int | None = None
) -> Retried:
    """Try parked events again: all, those of one projection, or the stream of the event at a position.

    Raises NoSuchReader, ReactsWhenStarted.
    """
    if name is not None:
        if name.startswith(POLICY):
            raise ReactsWhenStarted(name=name)
        with engine.connect() as connection:
            _followed(connection, name)
    return Retrying(engine, projections).retry(name, position)


def skip(engine: Engine, projections: Sequence[Projection], name: str, position: int) -> Retried:
    """Do without an event that was not taken, for good, and fold those behind it. Raises NotParked."""
    with engine.connect() as connection:
        found = [one for one in parking.listed(connection, name) if one.position == position and one.poison]
    if not found:
        raise NotParked(name=name, position=position)
    return Retrying(engine, projections).skip(name, position)
