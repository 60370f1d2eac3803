"""I5 and I6: is each event folded once, and do live, rebuilt and independent read models agree?"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from tests.history_checker.model import MODELS, Table, plain
from tests.history_checker.state import Event, Row, State
from tests.history_checker.verdict import Verdict

COUNTING = ("tally", "sales_outcomes")
"""Read models that count: an event folded twice, or not at all, changes their figures."""
VERSIONED = {"customer_record": "customer_id", "deal_list": "deal_id"}
"""Read models whose rows carry the version of the last event they show → their key."""


def applied_once(state: State) -> Verdict:
    """I5."""
    broken = [wrong for name in COUNTING if name in state.live for wrong in _miscounted(name, state)]
    broken += [wrong for name in VERSIONED if name in state.live for wrong in _outdated(name, state)]
    return Verdict("I5", len(state.events), broken)


def equal(state: State) -> Verdict:
    """I6."""
    broken: list[str] = []
    for name, fold in MODELS.items():
        if name in state.live:
            broken += _unequal(
                f"{name} and the independent model", state.live[name], fold(state.folded_by(name))
            )
    for name, rows in state.rebuilt.items():
        live = state.live[name]
        if digest(live) != digest(rows):
            broken.append(f"{name} and its rebuild have different digests: {len(live)} and {len(rows)} rows")
    return Verdict("I6", sum(map(len, state.live.values())), broken)


def digest(rows: Iterable[Row]) -> str:
    """One text for a set of rows, whatever their order."""
    lines = sorted(msgspec.json.encode({k: plain(v) for k, v in row.items()}, order="sorted") for row in rows)
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


def _miscounted(name: str, state: State) -> Iterator[str]:
    expected = _lines(MODELS[name](state.folded_by(name)).values())
    found = _lines(state.live[name])
    for line in (found - expected).elements():
        yield f"{name} counted {line}, the log has {_sibling(line, expected)}"
    for line in (expected - found).elements():
        if _sibling(line, found) is None:
            yield f"{name} has nothing of {line}"


def _lines(rows: Iterable[Row]) -> Counter[str]:
    return Counter(
        msgspec.json.encode({key: plain(value) for key, value in row.items()}, order="sorted").decode()
        for row in rows
    )


def _sibling(line: str, others: Counter[str]) -> str | None:
    keys = ("stream_id", "month", "currency")
    wanted = {k: v for k, v in msgspec.json.decode(line).items() if k in keys}
    return next((o for o in others if wanted.items() <= msgspec.json.decode(o).items()), None)


def _outdated(name: str, state: State) -> Iterator[str]:
    last: dict[Any, Event] = {event.stream_id: event for event in state.folded_by(name)}
    for row in state.live[name]:
        event = last.get(row[VERSIONED[name]])
        if event is None or row["version"] != event.version:
            expected = event and event.version
            yield f"{name} {row[VERSIONED[name]]} shows version {row['version']}, the log has {expected}"


def _unequal(what: str, rows: Sequence[Row], expected: Table) -> Iterator[str]:
    columns = set(next(iter(expected.values()), {}))
    narrowed = [{key: value for key, value in row.items() if key in columns} for row in rows]
    if digest(narrowed) != digest(expected.values()):
        found, wanted = _lines(narrowed), _lines(expected.values())
        yield f"{what} differ: {[*(found - wanted)][:2]} instead of {[*(wanted - found)][:2]}"
