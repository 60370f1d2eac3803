"""Is everything that gets installed fixed by version and hash, and free of any registry's address?"""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted(path.name for path in ROOT.glob("requirements*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
ASKED_FOR = {
    "requirements.txt": PROJECT["project"]["dependencies"],
    "requirements-dev.txt": PROJECT["dependency-groups"]["dev"],
    "requirements-bench.txt": PROJECT["dependency-groups"]["bench"],
    "requirements-spark.txt": PROJECT["dependency-groups"]["spark"],
}


def entries(lock: str) -> dict[str, str]:
    """Each package of a lock file, with the text that belongs to it."""
    parts = re.split(r"^(?=[a-z])", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]
    return {name(part): part for part in parts}


def name(requirement: str) -> str:
    found = re.match(r"[\w-]+", requirement)
    assert found
    return found.group().lower().replace("_", "-")


def test_there_is_a_lock_for_each_purpose() -> None:
    assert sorted(ASKED_FOR) == LOCKS


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_a_version_and_hashes(lock: str) -> None:
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries(lock).values())


@pytest.mark.parametrize("lock", LOCKS)
def test_what_the_project_asks_for_is_locked(lock: str) -> None:
    assert {name(asked) for asked in ASKED_FOR[lock]} <= entries(lock).keys()


@pytest.mark.parametrize("lock", LOCKS)
def test_no_registry_is_named(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text()


def test_a_package_has_the_same_version_in_every_lock() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for package, entry in entries(lock).items():
            versions.setdefault(package, set()).add(entry.split()[0])
    assert [found for found in versions.values() if len(found) > 1] == []
