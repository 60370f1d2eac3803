"""Which mapping would Hindsight suggest for files that come without one?"""

from pathlib import Path

import msgspec
import yaml

from services.importing.mapping import FileMapping
from services.importing.problems import Unreadable
from services.importing.suggesting.fields import Usual
from services.importing.wizard.draft import DraftFile
from services.importing.wizard.preparing import drafted


def suggestions(path: Path, folder: Path, usual: Usual) -> list[DraftFile]:
    """The tables of a file or of a folder, in the order to import them. Raises Unreadable."""
    if not path.exists():
        raise Unreadable(f"{path}: there is no such file or folder.")
    paths = sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else [path]
    return drafted(paths, folder, usual)


def suggested(path: Path, folder: Path, usual: Usual) -> list[tuple[FileMapping, Path]]:
    """What can be imported without a word from anybody. Raises Unreadable where nothing can."""
    files = suggestions(path, folder, usual)
    found = [(file.mapping, folder / file.path) for file in files if file.mapping]
    if not found:
        names = ", ".join(file.name for file in files)
        if all(file.later for file in files):
            raise Unreadable(f"{names}: the rows are {files[0].later}s, which cannot be imported yet.")
        raise Unreadable(f"Nobody recognises what the rows of {names} are; write a mapping for them.")
    return found


def as_yaml(file: DraftFile) -> str:
    """The suggestion as a mapping file; a comment where there is none."""
    title = f"# {file.name}{f', sheet {file.sheet}' if file.sheet else ''}: {file.rows:,} rows"
    if file.mapping is None:
        known = (
            f"{file.later}s, which cannot be imported yet"
            if file.later
            else "nobody recognises what they are"
        )
        return f"{title}; {known}.\n# columns: {', '.join(file.header)}\n"
    told = f"{title}, {file.target}{f', exported by {file.preset}' if file.preset else ''}\n"
    return told + yaml.safe_dump(msgspec.to_builtins(file.mapping), allow_unicode=True, sort_keys=False)
