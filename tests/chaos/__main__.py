"""Breaks Hindsight in every known way, and says whether it kept its promises.

python -m tests.chaos --seconds 600 --seed 7 --only F03,F08 --json results.json
"""

import random
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from tests.chaos import report
from tests.chaos.scenarios import ALL
from tests.chaos.servers import servers
from tests.chaos.trial import Result, Scenario, run
from tests.harness.reaper import run_folder

AROUND_SECONDS = 25.0
"""What each scenario takes beside the time in which things break: start, rest, rebuild, end."""


def main(
    seconds: Annotated[float, typer.Option(help="How long the whole run may take, about.")] = 600.0,
    seed: Annotated[int | None, typer.Option(help="Repeats the choices of an earlier run.")] = None,
    only: Annotated[str, typer.Option(help="Some scenarios, such as F03,F08.")] = "",
    json: Annotated[Path | None, typer.Option(help="Also write the results there.")] = None,
    keep: Annotated[Path | None, typer.Option(help="Keep histories and logs in this folder.")] = None,
) -> None:
    """Play the scenarios one after another."""
    chosen = [each for each in ALL if not only or each.name in only.split(",")]
    seed = random.randrange(10**6) if seed is None else seed
    print(f"seed {seed}", flush=True)
    results = _play(chosen, seed, seconds, keep)
    report.table(results)
    if json:
        json.write_bytes(msgspec.json.format(msgspec.json.encode(results)))
    sys.exit(0 if len(results) == len(chosen) and all(result.passed for result in results) else 1)


def _play(chosen: Sequence[Scenario], seed: int, seconds: float, keep: Path | None) -> list[Result]:
    shares = sum(scenario.share for scenario in chosen)
    breaking = max(seconds - AROUND_SECONDS * len(chosen), 8.0 * shares)
    results = []
    with run_folder() as folder:
        for cluster, some in groupby(chosen, key=lambda scenario: scenario.cluster):
            with servers(folder / f"{'three' if cluster else 'one'}", cluster=cluster) as at:
                for scenario in some:
                    result = run(scenario, at, seed, breaking * scenario.share / shares)
                    print(report.line(result), flush=True)
                    results.append(result)
                    if keep:
                        _keep(at.folder, keep, scenario.name)
    return results


def _keep(folder: Path, keep: Path, name: str) -> None:
    keep.mkdir(parents=True, exist_ok=True)
    for file in (*folder.glob(f"{name}.jsonl"), *(folder / name).glob("*.log")):
        (keep / f"{name}-{file.name}").write_bytes(file.read_bytes())


if __name__ == "__main__":
    typer.run(main)
