"""What does supervisord report, in plain words?"""

import re
from pathlib import Path

_REPORT = re.compile(r"\d\S+ \S+ (?P<level>[A-Z]+) (?P<text>.*)")
_SPAWNED = re.compile(r"spawned: '(?P<name>.+)' with pid (?P<pid>\d+)")
_RUNS = re.compile(r"success: (?P<name>\S+) entered RUNNING")
_ENDED = re.compile(r"exited: (?P<name>\S+) \((?P<how>[^;)]+)")
_GIVEN_UP = re.compile(r"gave up: (?P<name>\S+) ")
_KILLED = re.compile(r"killing '(?P<name>.+)' \(\d+\) with SIGKILL")
_STOPPED = re.compile(r"stopped: (?P<name>\S+) ")
LONGEST_WORDS = 500


class Narrator:
    """Tells what becomes of each process; `logs` is the folder where each writes what it says itself."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._pids: dict[str, str] = {}
        self._failures: dict[str, str] = {}

    def tell(self, line: str) -> str | None:
        """The line in plain words; None where it says nothing to a person."""
        report = _REPORT.fullmatch(line)
        if report is None:
            return line or None
        text = report["text"]
        if spawned := _SPAWNED.match(text):
            self._pids[spawned["name"]] = spawned["pid"]
            return None
        if runs := _RUNS.match(text):
            self._failures.pop(runs["name"], None)
            return f"{runs['name']} runs as process {self._pids[runs['name']]}."
        if ended := _ENDED.match(text):
            return self._ended(ended["name"], ended["how"])
        return _end_of_all(text) or (text if report["level"] in ("ERRO", "CRIT") else None)

    def _ended(self, name: str, how: str) -> str | None:
        words = self._last_words(name) if how.startswith("exit status") and how != "exit status 0" else ""
        told = f"{name} ended ({how}) and is started again.{words}"
        if self._failures.get(name) == told:
            # It tries for minutes; the same reason is told once.
            return None
        self._failures[name] = told
        return told

    def _last_words(self, name: str) -> str:
        try:
            lines = (self._logs / f"{name}.log").read_text(errors="replace").splitlines()
        except OSError:
            return ""
        said = next((line for line in reversed(lines) if line.strip()), "")
        return f" It said: {said[:LONGEST_WORDS]}" if said else ""


def _end_of_all(text: str) -> str | None:
    if given_up := _GIVEN_UP.match(text):
        return f"{given_up['name']} does not stay up and is not tried again. Mend the cause, then start anew."
    if killed := _KILLED.match(text):
        return f"{killed['name']} does not end by itself and is killed."
    if stopped := _STOPPED.match(text):
        return f"{stopped['name']} stopped."
    return None
