"""Does the checker turn red, on the right invariant, for each bug it is there to find?"""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from tests.history_checker import history, reminders
from tests.history_checker.checker import broken, check
from tests.history_checker.history import Call, Entry, Poison, Read, Seen, Settled
from tests.history_checker.runs import NOON, Run, good_run
from tests.history_checker.state import Event, Parked, State


@pytest.fixture
def run() -> Run:
    return good_run()


def found(entries: list[Entry], state: State) -> set[str]:
    return broken(check(entries, state))


def replaced(run: Run, kind: type[Entry], number: int, **changes: object) -> list[Entry]:
    """The history with the last-but-`number` entry of a kind changed."""
    index = [place for place, entry in enumerate(run.entries) if isinstance(entry, kind)][number]
    entries = list(run.entries)
    entries[index] = msgspec.structs.replace(entries[index], **changes)
    return entries


def without(log: list[Event], number: int) -> list[Event]:
    return log[:number] + log[number + 1 :]


def test_a_run_in_which_all_went_well_is_green(run: Run) -> None:
    assert found(*run) == set()


def test_a_history_reads_back_as_it_was_written(run: Run, tmp_path: Path) -> None:
    history.write(tmp_path / "history.jsonl", run.entries)
    assert history.read(tmp_path / "history.jsonl") == run.entries


def test_acknowledged_before_the_commit(run: Run) -> None:
    entries, state = run
    assert "I1" in found(entries, state._replace(events=without(list(state.events), -1)))


def test_acknowledged_at_another_position(run: Run) -> None:
    assert "I1" in found(replaced(run, Call, 0, position=11), run.state)


def test_a_command_id_used_for_two_streams(run: Run) -> None:
    entries, state = run
    again = state.events[0]._replace(position=60, stream_id=uuid4())
    assert "I1" in found(entries, state._replace(events=[*state.events, again]))


@pytest.mark.parametrize("outcome", ["refused", "unavailable"])
def test_a_failed_command_that_is_in_the_log(run: Run, outcome: str) -> None:
    assert "I2" in found(replaced(run, Call, 2, outcome=outcome, events=(), position=0), run.state)


def test_an_unknown_outcome_may_be_either(run: Run) -> None:
    unknown = replaced(run, Call, -1, outcome="unknown", events=(), position=0)
    assert found(unknown, run.state) == set()


def test_a_version_that_is_missing(run: Run) -> None:
    entries, state = run
    assert "I3" in found(entries, state._replace(events=without(list(state.events), 2)))


def test_a_position_the_poller_skipped(run: Run) -> None:
    skipped = next(entry for entry in run.entries if isinstance(entry, Seen) and entry.position == 30)
    assert found([entry for entry in run.entries if entry is not skipped], run.state) == {"I4"}


def test_two_events_of_a_stream_swapped_for_a_reader(run: Run) -> None:
    entries = list(run.entries)
    first, second = (
        place for place, entry in enumerate(entries) if isinstance(entry, Seen) and entry.position in (30, 50)
    )
    entries[first], entries[second] = entries[second], entries[first]
    assert found(entries, run.state) == {"I4"}


@pytest.mark.parametrize("name", ["tally", "sales_outcomes"])
def test_an_event_applied_twice(run: Run, name: str) -> None:
    entries, state = run
    (row, *others) = state.live[name]
    counted = "events" if name == "tally" else "won"
    live = {**state.live, name: [{**row, counted: row[counted] + 1}, *others]}
    assert "I5" in found(entries, state._replace(live=live))


def test_an_event_type_that_is_not_projected(run: Run) -> None:
    entries, state = run
    stale = [{**row, "archived": False} for row in state.live["customer_directory"]]
    models = {**state.live, "customer_directory": stale}
    assert found(entries, state._replace(live=models, rebuilt=models)) == {"I6"}


def test_a_rebuild_that_differs(run: Run) -> None:
    entries, state = run
    assert found(entries, state._replace(rebuilt={"deal_list": []})) == {"I6"}


def test_a_read_model_that_stays_behind(run: Run) -> None:
    entries, state = run
    behind = [state.checkpoints[0]._replace(position=40), *state.checkpoints[1:]]
    assert found(entries, state._replace(checkpoints=behind)) == {"I7"}
    assert found(replaced(run, Settled, 0, queues={"projector.00": 3}), state) == {"I7"}
    assert found(replaced(run, Settled, 0, seconds=6.0), state) == {"I7"}


def test_parked_is_what_was_planted_and_nothing_else(run: Run) -> None:
    entries, state = run
    event = state.events[-1]
    parked = [Parked("deals_by_moon", event.position, event.stream_id, event.type, "no such moon", True)]
    assert found(entries, state._replace(parked=parked)) == {"I7"}
    assert found([*entries, Poison(position=50)], state._replace(parked=parked)) == set()
    assert found([*entries, Poison(position=50)], state) == {"I7"}


@pytest.mark.parametrize(
    "answer", [{"ended": None, "outcome": None}, {"ended": 99.0}, {"outcome": None, "said": "500"}]
)
def test_a_reply_that_was_dropped_late_or_not_clear(run: Run, answer: dict[str, object]) -> None:
    assert found(replaced(run, Call, 1, **answer), run.state) == {"I8"}


def test_a_session_that_does_not_see_what_it_wrote(run: Run) -> None:
    assert found(replaced(run, Read, 2, version=1), run.state) == {"I9"}
    assert found(replaced(run, Read, 4, position=40), run.state) == {"I9"}


TASK = UUID("1d4f5c7a-95be-4c9b-8f0e-6f7a2f3f6b11")
PLANNED: dict[str, Any] = {"remind_at": NOON, "owner_id": uuid4()}


def of_task(position: int, name: str, minutes: int = 0, **data: Any) -> Event:
    at, payload = NOON + timedelta(minutes=minutes), msgspec.json.encode(data)
    return Event(position, TASK, position, f"activities.{name}", 1, at, "api", uuid4(), 0, payload)


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        ([of_task(2, "TaskReminded", 1, **PLANNED)], True),
        ([of_task(2, "TaskDone")], True),
        ([], False),
        ([of_task(2, "TaskReminded", 1, **PLANNED), of_task(3, "TaskReminded", 2, **PLANNED)], False),
        ([of_task(2, "TaskReminded", -1, **PLANNED)], False),
        ([of_task(2, "TaskDone"), of_task(3, "TaskReopened", owner_id=PLANNED["owner_id"])], False),
    ],
)
def test_a_reminder_that_is_missing_comes_twice_or_too_early(told: list[Event], holds: bool) -> None:
    assert reminders.once([of_task(1, "TaskPlanned", **PLANNED), *told]).holds == holds
