"""How is a file read by a library that nobody can bound: in a process of its own, with limits."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from services.importing.problems import Unreadable

MEMORY_BYTES = 1_500_000_000
SECONDS = 120
_TOLD = 3  # the exit code of a reader that says itself what is wrong


def read_by(module: str, path: Path, folder: Path) -> list[dict[str, Any]]:
    """What `module` (its `tables(path, folder)`) wrote into the folder. Raises Unreadable."""
    program = f"from services.importing.reading.child import serve; serve({module!r})"
    command = [sys.executable, "-c", program, str(path), str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Unreadable(
            f"{path.name}: could not be read within {SECONDS} seconds. Save it as CSV, or in several files."
        ) from None
    if done.returncode == _TOLD:
        raise Unreadable(done.stdout.decode())
    if done.returncode != 0:
        raise Unreadable(
            f"{path.name}: reading it takes more memory than an import may have, or it is damaged. "
            "Save the sheet as CSV, or in several files."
        )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def serve(module: str) -> None:
    """The child's part: limit itself, then read."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from importlib import import_module

    try:
        found = import_module(module).tables(Path(sys.argv[1]), Path(sys.argv[2]))
    except Unreadable as error:
        sys.stdout.buffer.write(str(error).encode())
        raise SystemExit(_TOLD) from None
    sys.stdout.write(json.dumps(found))
