"""Does the history checker share no code with what it checks?"""

import ast
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "history_checker"
LIBRARIES = {"msgspec", "psycopg2", "pytest"}


def test_the_checker_imports_nothing_of_hindsight() -> None:
    for file in FOLDER.glob("*.py"):
        for module in imported(file):
            first = module.partition(".")[0]
            own = module.startswith("tests.history_checker")
            assert own or first in LIBRARIES or _is_standard(first), f"{file.name} imports {module}"


def imported(file: Path) -> set[str]:
    """Every module a file imports, wherever in it."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}


def _is_standard(module: str) -> bool:
    return module in sys.stdlib_module_names
