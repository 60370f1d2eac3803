"""Which record does a column of a file name: one of another file sent with it, or one that is there?"""

import re
from collections.abc import Sequence

import msgspec

from services.importing.entities import ENTITIES
from services.importing.mapping import FieldMapping, FileMapping
from services.importing.suggesting.sample import Sample
from services.importing.suggesting.words import plain

_ROW = re.compile(r"@\w*?ref(\d+)", re.IGNORECASE)
_ENOUGH = 0.5
_LOOKED_AT = 20_000
COLUMN = "column: "
PEOPLE = "user" if "user" in ENTITIES else "agent"


class Suggested(msgspec.Struct):
    """A file with what was found out about it; `mapping` None where nobody knows what its rows are."""

    sample: Sample
    target: str | None
    preset: str | None
    mapping: FileMapping | None


def related(changed: Sequence[Suggested], files: Sequence[Suggested]) -> None:
    """Fill in how the fields that name other records find them: records of any of the files, or others."""
    for file in changed:
        if file.mapping is None:
            continue
        fields, aliases = dict(file.mapping.fields), dict(file.mapping.aliases)
        for name, field in fields.items():
            if name in ("owner", "customer", "product", "company", "deal", "team"):
                fields[name] = _relation(name, field, file, files)
                if field.column and (meant := _meant(fields[name], file, files)):
                    aliases[field.column] = meant
        file.mapping = msgspec.structs.replace(file.mapping, fields=fields, aliases=aliases)


def _meant(field: FieldMapping, file: Suggested, files: Sequence[Suggested]) -> dict[str, str]:
    """Text → how the other file writes it, where only blanks, signs or capitals differ."""
    columns = {way.removeprefix(COLUMN) for way in field.by if way.startswith(COLUMN)}
    known = {
        text
        for other in files
        if other is not file and other.mapping and other.mapping.entity == field.refer
        for column in columns.intersection(other.sample.table.header)
        for text in other.sample.column(column)
    }
    written = {plain(text): text for text in known}
    names = set(file.sample.column(field.column or "")) - known
    return {text: written[plain(text)] for text in sorted(names) if plain(text) in written}


def _relation(name: str, field: FieldMapping, file: Suggested, files: Sequence[Suggested]) -> FieldMapping:
    column = field.column
    if column is None:
        return field
    if name == "owner":
        return msgspec.structs.replace(
            field, refer=PEOPLE, by=("key", "email", "name"), missing="me", problem="warn"
        )
    values = set(file.sample.column(column))
    entity = name if name in ("product", "deal", "team") else "customer"
    by = _by(values, entity, file, files)
    if name == "company":
        # People keep the name of their company as text.
        nowhere = not by and not any(other.target == "organization" for other in files)
        change = {"missing": "create"} if nowhere or not by else {}
        return msgspec.structs.replace(
            field, refer="customer", take="name", by=(*by, "name"), problem="warn", **change
        )
    further = ("email", "name") if name == "customer" else ("name",)
    return msgspec.structs.replace(field, refer=entity, by=(*by, "key", *further), problem="warn")


def _by(values: set[str], entity: str, file: Suggested, files: Sequence[Suggested]) -> tuple[str, ...]:
    if values and all(_ROW.fullmatch(value) for value in values):
        return ("row",)
    best, share = None, _ENOUGH
    for other in files:
        if other is file or other.mapping is None or other.mapping.entity != entity:
            continue
        for column in other.sample.table.header:
            known = set(other.sample.column(column))
            found = len(values & known) / max(len(values), 1)
            if found > share or (found == share and best is None):
                best, share = column, found
    return (f"{COLUMN}{best}",) if best else ()
