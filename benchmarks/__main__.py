"""How fast is Hindsight here? Measures, prints a table, and says whether the goals were met."""

import argparse
import importlib
import pkgutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

import benchmarks
from benchmarks.figure import Figure, machine


def main() -> int:
    """Run the benchmarks asked for; returns 1 when a goal was missed."""
    asked = _arguments()
    console = Console(stderr=True)
    figures: list[Figure] = []
    for name in _names(asked.only):
        console.print(f"measuring {name} …", style="dim")
        started = time.monotonic()
        figures += importlib.import_module(f"benchmarks.{name}").run()
        console.print(f"{name}: {time.monotonic() - started:.0f} s", style="dim")
    Console(width=None if sys.stdout.isatty() else 180).print(_table(figures))
    if asked.json:
        asked.json.write_bytes(msgspec.json.format(msgspec.json.encode(figures), indent=2))
    return 0 if all(figure.met for figure in figures) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", metavar="NAME", help="one of: " + ", ".join(_modules()))
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to this file")
    return parser.parse_args()


def _names(only: list[str] | None) -> list[str]:
    unknown = set(only or ()) - set(_modules())
    if unknown:
        sys.exit(f"No benchmark is called {', '.join(sorted(unknown))}; there are: {', '.join(_modules())}.")
    return only or list(_modules())


def _modules() -> Iterator[str]:
    """Every module of this package that measures something is named after what it measures, and has `run`."""
    for module in pkgutil.iter_modules(benchmarks.__path__):
        source = Path(benchmarks.__path__[0], f"{module.name}.py")
        if source.exists() and "\ndef run(" in source.read_text():
            yield module.name


def _table(figures: list[Figure]) -> Table:
    table = Table(title=machine())
    for heading in ("work", "value", "peer", "ratio", "goal", "met"):
        table.add_column(heading, justify="right" if heading in {"value", "ratio"} else "left")
    for figure in figures:
        table.add_row(
            figure.work,
            f"{figure.value:,.1f} {figure.unit}",
            figure.peer or "",
            f"{figure.ratio:.2f}" if figure.ratio else "",
            figure.goal,
            "[green]yes[/]" if figure.met else "[red]no[/]",
        )
    return table


if __name__ == "__main__":
    sys.exit(main())
