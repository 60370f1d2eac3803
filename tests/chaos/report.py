"""What is printed of a run of scenarios?"""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tests.chaos.trial import Result

COLUMNS = (
    "scenario",
    "commands",
    "faults",
    "lost",
    "recovered",
    "unexpected",
    "duplicated",
    "back after",
    "verdict",
)


def line(result: Result) -> str:
    """One result in one line, and below it what is broken."""
    verdict = "I1–I9 and R1 hold" if result.passed else f"BROKEN: {', '.join(result.broken)}"
    told = (
        f"{result.scenario} {result.title} (seed {result.seed}): {result.operations} commands, "
        f"{result.faults} faults, lost {result.lost}, recovered {result.recovered}, unexpected "
        f"{result.unexpected}, duplicated {result.duplicated}, "
        f"back after {result.recovery_seconds} s: {verdict}"
    )
    return "\n    ".join(
        [told, *(f"{name}: {each}" for name, found in result.broken.items() for each in found)]
    )


def table(results: Sequence[Result]) -> None:
    """All results, to the terminal."""
    drawn = Table(*COLUMNS)
    for result in results:
        drawn.add_row(
            f"{result.scenario} {result.title}",
            *map(str, (result.operations, result.faults, result.lost, result.recovered, result.unexpected)),
            str(result.duplicated),
            f"{result.recovery_seconds} s",
            "hold" if result.passed else ", ".join(result.broken),
        )
    Console(width=150).print(drawn)
