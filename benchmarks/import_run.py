"""How long does a company's whole sales history take to import, embedded, until every read model shows it?

HINDSIGHT_BENCH_CRM_SALES names a folder with the four files of the "CRM Sales Opportunities" set;
without it, invented files of the same shape and size are loaded.
"""

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from benchmarks import crm_sales_files
from benchmarks.figure import Figure, bounded

FOLDER = "HINDSIGHT_BENCH_CRM_SALES"
MAPPINGS = Path(__file__).parents[1] / "docs" / "examples" / "crm-sales-opportunities"
GOAL_SECONDS = 20


class _Counts(msgspec.Struct):
    rows: int
    created: int
    unchanged: int


class _Report(msgspec.Struct):
    files: list[_Counts]


def run() -> list[Figure]:
    """The command as a user runs it, start and catching up included, on an empty database; then again."""
    with ExitStack() as stack:
        data = Path(stack.enter_context(TemporaryDirectory(prefix="hindsight-bench-")))
        data.chmod(0o755)  # PostgreSQL does not run as root, and must get into the folder
        files = Path(os.environ.get(FOLDER) or data / "files")
        if FOLDER not in os.environ:
            files.mkdir()
            crm_sales_files.write(files)
        _hindsight(data, "migrate")
        first, imported = _import(files, data)
        second, repeated = _import(files, data)
    assert all(file.created == file.rows for file in imported.files), "not every row was loaded"
    assert all(file.unchanged == file.rows for file in repeated.files), "a repeated import changed something"
    rows = sum(file.rows for file in imported.files)
    named = "the CRM Sales Opportunities set" if FOLDER in os.environ else "invented sales history"
    return [
        bounded(f"import of {named}, {rows:,} rows", first, "s", GOAL_SECONDS, kind="at most"),
        bounded("the same import again, nothing changed", second, "s", GOAL_SECONDS, kind="at most"),
    ]


def _import(files: Path, data: Path) -> tuple[float, _Report]:
    started = time.perf_counter()
    report = _hindsight(data, "import", "--json", "--mapping", str(MAPPINGS), str(files))
    return time.perf_counter() - started, msgspec.json.decode(report, type=_Report)


def _hindsight(data: Path, *arguments: str) -> bytes:
    given = {name: value for name, value in os.environ.items() if not name.startswith("HINDSIGHT_")}
    done = subprocess.run(
        [sys.executable, "-c", "from services.operations.cli import main; main()", *arguments],
        env={**given, "HINDSIGHT_DATA_DIR": str(data)},
        cwd=MAPPINGS.parents[2],
        stdout=subprocess.PIPE,
        check=True,
    )
    return done.stdout
