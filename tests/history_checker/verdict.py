"""What is said of one invariant: how much was looked at, and what breaks it?"""

from typing import NamedTuple

INVARIANTS = {
    "I1": "no acknowledged command is lost",
    "I2": "no command that failed is there",
    "I3": "versions of a stream are 1 to n without a gap",
    "I4": "every reader saw exactly the log, in order",
    "I5": "each event is applied once to each read model",
    "I6": "read models equal a rebuild and an independent model",
    "I7": "after healing nothing is left to do",
    "I8": "every call ended by its deadline with a clear answer",
    "I9": "a session reads its own writes and never goes backwards",
    "R1": "everybody is reminded of each moment once, and not before it",
}


class Verdict(NamedTuple):
    """One invariant: how many things were looked at, and what breaks it, each with its evidence."""

    invariant: str
    examined: int
    broken: list[str]

    @property
    def holds(self) -> bool:
        return not self.broken

    def __str__(self) -> str:
        title = f"{self.invariant} {INVARIANTS[self.invariant]}"
        if self.holds:
            return f"{title}: holds ({self.examined} examined)"
        return "\n  ".join([f"{title}: BROKEN {len(self.broken)} times", *self.broken[:10]])
