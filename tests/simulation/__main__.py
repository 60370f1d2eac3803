"""Runs the simulation with many fresh seeds, and names those that found something.

python -m tests.simulation --seeds 500
"""

import random
import sys
from typing import Annotated

import typer

from shared.servers.postgres_cluster import PrivateCluster
from tests.harness import databases
from tests.harness.reaper import run_folder
from tests.history_checker.checker import broken, told
from tests.history_checker.commands import by_command
from tests.history_checker.history import Call, only
from tests.simulation.simulation import Run, simulate


def main(
    seeds: Annotated[int, typer.Option(help="How many runs.")] = 100,
    seed: Annotated[int | None, typer.Option(help="The first seed; the others follow it.")] = None,
    seconds: Annotated[float, typer.Option(help="How long each run works, by its own clock.")] = 20.0,
) -> None:
    """One run after another, each on an empty database."""
    first = random.randrange(10**9) if seed is None else seed
    commands, crashes, found = 0, 0, []
    with run_folder() as folder:
        server = PrivateCluster(folder / "postgres", durable=False)
        server.start()
        databases.make_template(server.url)
        for number in range(first, first + seeds):
            run = _run(server.url, number, seconds)
            commands += len(by_command(list(only(run.entries, Call))))
            crashes += run.crashes
            if broken(run.verdicts()):
                found.append(number)
                print(f"seed {number}\n{told(run.verdicts())}", flush=True)
        server.stop()
    print(f"{seeds} runs from seed {first}: {commands} commands, {crashes} connections lost, found {found}")
    sys.exit(1 if found else 0)


def _run(server_url: str, seed: int, seconds: float) -> Run:
    with databases.fresh_database(server_url) as database:
        return simulate(database.url.render_as_string(hide_password=False), seed, seconds)


if __name__ == "__main__":
    typer.run(main)
