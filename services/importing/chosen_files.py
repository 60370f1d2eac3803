"""Which file goes with which mapping?"""

from fnmatch import fnmatch
from pathlib import Path

from services.importing.mapping import FileMapping
from services.importing.problems import Unreadable

ERRORS = ".errors"


def matched(mappings: list[FileMapping], path: Path) -> list[tuple[FileMapping, Path]]:
    """Each file of a folder, or one file, in the order of the mappings. Raises Unreadable."""
    if path.is_dir():
        return [(mapping, file) for mapping in mappings for file in _in_folder(mapping, path)]
    if not path.is_file():
        raise Unreadable(f"{path}: there is no such file or folder.")
    name = path.name.replace(f"{ERRORS}.csv", ".csv")
    fitting = [mapping for mapping in mappings if fnmatch(name, mapping.file)] or mappings
    if len(fitting) != 1:
        known = ", ".join(mapping.file for mapping in mappings)
        raise Unreadable(
            f"{path.name}: goes with none of the mappings' files ({known}); give one mapping file."
        )
    return [(fitting[0], path)]


def _in_folder(mapping: FileMapping, folder: Path) -> list[Path]:
    found = sorted(file for file in folder.iterdir() if fnmatch(file.name, mapping.file) and file.is_file())
    if not found:
        there = ", ".join(sorted(file.name for file in folder.iterdir())[:20]) or "nothing"
        raise Unreadable(
            f"The folder {folder.name} has no file {mapping.file} for the {mapping.entity}s; it has {there}."
        )
    return found
