"""Does the console say in plain words what becomes of the processes?"""

from pathlib import Path

import pytest

from services.operations.supervision import Narrator

FAILED = "2026-05-03 10:00:00,000 WARN exited: gateway (exit status 1; not expected)"
SPAWNED = "2026-05-03 10:00:00,000 INFO spawned: 'gateway' with pid 7"
RUNS = "2026-05-03 10:00:01,000 INFO success: gateway entered RUNNING state, process has stayed up for > than"


@pytest.fixture
def narrator(tmp_path: Path) -> Narrator:
    (tmp_path / "gateway.log").write_text("starting\nHindsight cannot listen on port 8080.\n")
    return Narrator(tmp_path)


def test_the_reason_of_a_process_that_fails_is_told_once(narrator: Narrator) -> None:
    told = [narrator.tell(line) for line in (SPAWNED, FAILED, SPAWNED, FAILED)]
    reason = (
        "gateway ended (exit status 1) and is started again. It said: Hindsight cannot listen on port 8080."
    )
    assert told == [None, reason, None, None]


def test_it_is_told_again_when_it_had_run_in_between(narrator: Narrator) -> None:
    told = [narrator.tell(line) for line in (SPAWNED, FAILED, SPAWNED, RUNS, FAILED)]
    assert told[3] == "gateway runs as process 7."
    assert told[4] == told[1]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("INFO Set uid to user 0 succeeded", None),
        ("WARN received SIGTERM indicating exit request", None),
        ("INFO stopped: relay (exit status 0)", "relay stopped."),
        ("WARN stopped: relay (terminated by SIGTERM)", "relay stopped."),
        ("WARN killing 'sales' (9) with SIGKILL", "sales does not end by itself and is killed."),
        (
            "WARN exited: relay (terminated by SIGKILL; not expected)",
            "relay ended (terminated by SIGKILL) and is started again.",
        ),
        ("CRIT could not write pidfile /x", "could not write pidfile /x"),
    ],
)
def test_lines_for_people(narrator: Narrator, line: str, told: str | None) -> None:
    assert narrator.tell(f"2026-05-03 10:00:00,000 {line}") == told


def test_what_supervisord_says_before_it_logs_is_passed_on(narrator: Narrator) -> None:
    assert narrator.tell("Error: The directory is missing") == "Error: The directory is missing"
