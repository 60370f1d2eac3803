"""Is this mapping file right, and if not, on which line is it wrong?"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import msgspec

from services.importing import yaml_tree
from services.importing.custom_cells import CUSTOM
from services.importing.entities import ENTITIES
from services.importing.mapping import FieldMapping, FileMapping
from services.importing.problems import Unreadable
from services.importing.yaml_tree import Lines

S = TypeVar("S", bound=msgspec.Struct)
_CHOICES: dict[str, tuple[str, ...]] = {
    name: get_args(hint) for name, hint in get_type_hints(FieldMapping).items() if get_origin(hint) is Literal
}


def load_mappings(path: Path) -> list[FileMapping]:
    """The mapping in a YAML file, or those of a folder in the order of their names. Raises Unreadable."""
    files = sorted([*path.glob("*.yaml"), *path.glob("*.yml")]) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise Unreadable(f"{path.name}: there is no mapping here; give a YAML file or a folder of them.")
    return [_load(file) for file in files]


def checked_mapping(name: str, data: dict[str, Any]) -> FileMapping:
    """A mapping that does not come from a file. Raises Unreadable."""
    return _Check(name, {}, data).mapping()


def _load(path: Path) -> FileMapping:
    data, lines = yaml_tree.read(path)
    return _Check(path.name, lines, data).mapping()


class _Check:
    def __init__(self, name: str, lines: Lines, data: dict[str, Any]) -> None:
        self.name = name
        self.lines = lines
        self.data = data

    def mapping(self) -> FileMapping:
        self.allowed((), self.data, FileMapping.__struct_fields__)
        for needed in ("entity", "file", "key", "fields"):
            if needed not in self.data:
                self.wrong((), f"`{needed}` is missing")
        self.one_of(("entity",), self.data["entity"], list(ENTITIES))
        fields = self.data["fields"]
        if not isinstance(fields, dict):
            self.wrong(("fields",), "is a list of `field: column` pairs")
        read = {name: self.field(name, value) for name, value in fields.items()}
        mapping = self.converted((), {**self.data, "fields": {}}, FileMapping)
        self.file(mapping.file)
        self.timezone(mapping.timezone)
        if len(mapping.delimiter or ",") != 1:
            self.wrong(("delimiter",), f"{mapping.delimiter!r} is not one character")
        return msgspec.structs.replace(mapping, fields=read)

    def field(self, name: str, value: Any) -> FieldMapping:
        where = ("fields", name)
        known = ENTITIES[self.data["entity"]].record.__struct_fields__
        if not ("custom" in known and name.startswith(CUSTOM)):
            self.one_of(where, name, [each for each in known if each != "custom"])
        if isinstance(value, str):
            return FieldMapping(column=value)
        if not isinstance(value, dict):
            self.wrong(where, "is a column name, or `column:`, `template:`, `constant:` and so on")
        self.allowed(where, value, FieldMapping.__struct_fields__)
        for key, choices in _CHOICES.items():
            self.one_of((*where, key), value.get(key, choices[0]), choices)
        field = self.converted(where, value, FieldMapping)
        sources = [field.column, field.columns or None, field.template, field.constant]
        if sum(source is not None for source in sources) != 1:
            self.wrong(where, "needs exactly one of column, columns, template, constant")
        self.number((*where, "scale"), field.scale)
        if field.refer is not None:
            self.one_of((*where, "refer"), field.refer, list(ENTITIES))
        if field.take is not None:
            taken = ENTITIES[field.refer].record.__struct_fields__ if field.refer else ()
            self.one_of((*where, "take"), field.take, taken)
        return field

    def file(self, name: str) -> None:
        # The mapping may come from elsewhere: it names files of the folder it is given, and no others.
        if name in ("", "..") or "/" in name or "\\" in name:
            text = f"{name!r} is not the name of a file; write a name or a pattern such as *pipeline*.csv"
            self.wrong(("file",), f"{text}, without a folder")

    def number(self, where: tuple[str, ...], text: str | None) -> None:
        try:
            usable = Decimal(text or 1).is_finite()
        except InvalidOperation:
            usable = False
        if not usable:
            self.wrong(where, f"{text!r} is not a number")

    def timezone(self, name: str) -> None:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            self.wrong(("timezone",), f"{name!r} is not a time zone; write one such as Asia/Shanghai")

    def allowed(self, where: tuple[str, ...], given: dict[str, Any], names: Sequence[str]) -> None:
        for key in given:
            self.one_of((*where, key), key, names)

    def one_of(self, where: tuple[str, ...], value: Any, names: Sequence[str]) -> None:
        if value not in names:
            near = get_close_matches(str(value), names, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            self.wrong(where, f"{value!r} is not known here. Allowed: {', '.join(names)}.{hint}")

    def converted(self, where: tuple[str, ...], data: dict[str, Any], kind: type[S]) -> S:
        try:
            return msgspec.convert(data, kind, strict=False)
        except msgspec.ValidationError as error:
            self.wrong(where, str(error))
            raise

    def wrong(self, where: tuple[str, ...], text: str) -> None:
        line = next((self.lines[where[:n]] for n in range(len(where), 0, -1) if where[:n] in self.lines), 1)
        key = ".".join(where) or "mapping"
        raise Unreadable(f"{self.name}, line {line}, {key}: {text}")
