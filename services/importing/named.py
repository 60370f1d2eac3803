"""Which row of another file of this import does a text name?"""

import re
from collections.abc import Iterable, Sequence
from uuid import UUID

from services.importing.mapping import FileMapping
from services.importing.table import Table
from services.importing.texts import Text, text_of
from shared.importing import record_id

COLUMN = "column: "
NAME, EMAIL, ROW = "name", "email", "row"
_ROW = re.compile(r"@\w*?ref(\d+)|(\d+)", re.IGNORECASE)


class Named:
    """Records of the files that are imported together, by row, name, e-mail or the value of a column.

    Only what some mapping asks for is read and kept.
    """

    def __init__(self, files: Iterable[tuple[FileMapping, Table]]) -> None:
        files = list(files)
        asked = _asked(mapping for mapping, _ in files)
        self._found: dict[tuple[str, str], dict[str, tuple[UUID, str]]] = {}
        for mapping, table in files:
            ways = {way for way in asked.get(mapping.entity, set()) if _has(way, mapping, table)}
            if ways:
                self._read(mapping, table, ways)

    def find(self, entity: str, way: str, text: str) -> tuple[UUID, str] | None:
        """The record's id and name."""
        if way == ROW:
            match = _ROW.fullmatch(text)
            text = (match[1] or match[2]).lstrip("0") if match else ""
        return self._found.get((entity, way), {}).get(text.casefold())

    def _read(self, mapping: FileMapping, table: Table, ways: set[str]) -> None:
        file = table.path.name
        key, name = text_of(table.header, mapping.key, file), _label(mapping, table, file)
        texts = {way: _texts(way, mapping, table, name) for way in ways if way != ROW}
        for line in table.lines():
            if line.fault is not None:
                continue
            found = (record_id(mapping.entity, key(line.cells)), name(line.cells))
            for way, each in texts.items():
                for text in each:
                    if value := text(line.cells):
                        self._keep(mapping.entity, way, value, found)
            if ROW in ways:
                self._keep(mapping.entity, ROW, str(line.row - 1), found)

    def _keep(self, entity: str, way: str, text: str, found: tuple[UUID, str]) -> None:
        self._found.setdefault((entity, way), {}).setdefault(text.casefold(), found)


def _asked(mappings: Iterable[FileMapping]) -> dict[str, set[str]]:
    asked: dict[str, set[str]] = {}
    for mapping in mappings:
        for field in mapping.fields.values():
            if field.refer:
                asked.setdefault(field.refer, set()).update(way for way in field.by if way != "key")
    return asked


def _has(way: str, mapping: FileMapping, table: Table) -> bool:
    if way.startswith(COLUMN):
        return way.removeprefix(COLUMN) in table.header
    return way in (ROW, NAME) or "emails" in mapping.fields


def _texts(way: str, mapping: FileMapping, table: Table, name: Text) -> list[Text]:
    if way == NAME:
        return [name]
    file = table.path.name
    if way == EMAIL:
        field = mapping.fields["emails"]
        columns: Sequence[str] = field.columns or [field.column or field.template or ""]
        return [text_of(table.header, column, file) for column in columns]
    return [text_of(table.header, way.removeprefix(COLUMN), file)]


def _label(mapping: FileMapping, table: Table, file: str) -> Text:
    field = mapping.fields.get("name") or mapping.fields.get("title")
    source = field and (field.column or field.template)
    return text_of(table.header, source, file) if source else lambda _: ""
