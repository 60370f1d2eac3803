"""What do the import pages show of a draft?"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from services.importing.custom_cells import CUSTOM
from services.importing.mapping import FieldMapping
from services.importing.suggesting.fields import DATES, NUMBERS, VALUES, Usual
from services.importing.suggesting.sample import Sample
from services.importing.suggesting.targets import TARGETS, Target
from services.importing.wizard.choosing import CLOSING, Choices, choices_of
from services.importing.wizard.draft import Draft, DraftFile
from services.importing.wizard.preparing import reopened

_SAMPLES = 3
_VALUES = 60
_LONGEST = 60
_BOTH = ("expected_close_on", "closed_at")


class Column(NamedTuple):
    """A column of the file: what stands in it, which field it is, and how it is read."""

    name: str
    samples: list[str]
    field: str
    order: str | None
    mark: str | None
    values: list[tuple[str, str]]


class FileView(NamedTuple):
    """One file on the page where columns are mapped."""

    number: int
    file: DraftFile
    columns: list[Column]
    fields: list[str]
    choices: Choices | None
    constants: dict[str, str]
    missing: Mapping[str, str]
    keys: list[str]
    needed: list[str]


def file_views(draft: Draft, folder: Path, usual: Usual) -> list[FileView]:
    """Every table of the draft."""
    return [_view(number, file, folder, usual) for number, file in enumerate(draft.files)]


def _view(number: int, file: DraftFile, folder: Path, usual: Usual) -> FileView:
    sample = Sample(reopened(file, folder))
    choices = choices_of(file.mapping) if file.mapping else None
    target = TARGETS[file.target].with_fields(usual.custom) if file.target in TARGETS else None
    fields = fields_of(target)
    reads = file.mapping.fields if file.mapping else {}
    columns = [_column(name, sample, choices, reads, target) for name in file.header if name]
    constants = {name: read.constant or "" for name, read in reads.items() if read.constant is not None}
    constants.pop("kind", None)
    missing = {name: read.missing for name, read in reads.items() if read.refer}
    keys = list(dict.fromkeys([*([file.mapping.key] if file.mapping else ()), "#content"]))
    needed = [name for name in _needed(target, usual) if name not in reads]
    return FileView(number, file, columns, fields, choices, constants, missing, keys, needed)


def fields_of(target: Target | None) -> list[str]:
    """The fields a column may be, as the reader knows them."""
    if target is None:
        return []
    fields = [name for name in target.words if name not in _BOTH]
    return [*fields, CLOSING, *_BOTH] if target.name == "deal" else fields


def _needed(target: Target | None, usual: Usual) -> Sequence[str]:
    if target is None:
        return ()
    own = {
        "person": ("name",),
        "organization": ("name",),
        "deal": ("title", "amount", "stage"),
        "product": ("name", "list_price"),
    }.get(target.name, ())
    custom = usual.custom.get(target.entity, ())
    return (*own, *(f"{CUSTOM}{each.key}" for each in custom if each.required and each.default is None))


def _column(
    name: str,
    sample: Sample,
    choices: Choices | None,
    reads: dict[str, FieldMapping],
    target: Target | None,
) -> Column:
    found = list(dict.fromkeys(text[:_LONGEST] for text in sample.column(name)))
    field = choices.columns.get(name, "") if choices else ""
    read = reads.get("closed_at" if field == CLOSING else field)
    kind = target.kinds.get(field) if target else None
    date = field in (*DATES, CLOSING) or kind == "date"
    translated = field in VALUES or kind == "choice"
    values = [(text, read.values.get(text, text)) for text in found] if read and translated else []
    return Column(
        name,
        found[:_SAMPLES],
        field,
        read.date_order if read and date else None,
        read.decimal_mark if read and (field in NUMBERS or kind in ("number", "money")) else None,
        values[:_VALUES],
    )


def mapped_columns(file: DraftFile) -> list[str]:
    """The columns a preview shows, in the order of the file."""
    if file.mapping is None:
        return []
    used = set(choices_of(file.mapping).columns)
    used |= {name for name in file.header if f"{{{name}}}" in file.mapping.key or name == file.mapping.key}
    return [name for name in file.header if name in used]


def totals(draft: Draft) -> dict[str, Any]:
    """The figures of all files together."""
    report = draft.report or {}
    names = ("created", "updated", "unchanged", "skipped", "rejected")
    return {name: sum(file.get(name, 0) for file in report.get("files", ())) for name in names}
