"""How does each field of a record get its value from the cells of a row?"""

from collections.abc import Callable, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

from services.importing.custom_cells import CUSTOM, Defined, custom_parser
from services.importing.mapping import FieldMapping, FileMapping
from services.importing.problems import Problem, RowRejected, Unreadable
from services.importing.references import References
from services.importing.texts import Text, text_of
from services.importing.values import Parse, parser_for
from shared.importing import Importable, ReadCell

Read = Callable[[Sequence[str], list[Problem]], Any]
_CACHED = 10_000


def readers(
    mapping: FileMapping,
    entity: Importable,
    header: Sequence[str],
    file: str,
    references: References,
    defined: Defined,
) -> dict[str, Read]:
    """Field → function of the cells. Raises Unreadable when the mapping does not fit the file."""
    record = entity.record
    hints = get_type_hints(record, include_extras=True)
    needed = [field.name for field in msgspec.structs.fields(record) if field.required]
    if missing := [name for name in needed if name not in mapping.fields]:
        raise Unreadable(f"{file}: the mapping of {mapping.entity} leaves out {', '.join(missing)}.")
    return {
        name: _custom(name, field, header, file, mapping, references, defined)
        if name.startswith(CUSTOM)
        else _reader(
            field,
            _bare(hints[name]),
            name in needed,
            header,
            file,
            mapping,
            references,
            entity.cells.get(name),
        )
        for name, field in mapping.fields.items()
    }


def _reader(
    field: FieldMapping,
    kind: Any,
    needed: bool,
    header: Sequence[str],
    file: str,
    mapping: FileMapping,
    references: References,
    cell: ReadCell | None,
) -> Read:
    if get_origin(kind) is tuple and field.constant is not None:
        return _always((field.constant,))
    if get_origin(kind) is tuple:
        names = field.columns or [field.column or field.template or ""]
        texts = [(name, text_of(header, name, file)) for name in names]
        return _several(texts, field, cell, mapping.region)
    parse = _parse(field, kind, mapping, references)
    if field.constant is not None:
        return _constant(parse, field, file)
    if field.columns:
        raise Unreadable(
            f"{file}: the mapping gives {field.source} for one value; join them with `template:`."
        )
    text = text_of(header, field.column or field.template or "", file)
    return _checked(text, _remembered(parse), field, needed)


def _custom(
    name: str,
    field: FieldMapping,
    header: Sequence[str],
    file: str,
    mapping: FileMapping,
    references: References,
    defined: Defined,
) -> Read:
    definition = defined.of(mapping.entity, name)
    if definition is None:
        raise Unreadable(
            f"{file}: there is no field {name!r} of a {mapping.entity}, or you may not fill it in. "
            "Choose another field for its column."
        )
    find = _reference(field, references) if field.refer else str
    read = custom_parser(definition, field, mapping.timezone, defined.currency)

    def parse(text: str) -> Any:
        return read(str(find(text)))

    if field.constant is not None:
        return _constant(parse, field, file)
    text = text_of(header, field.column or field.template or "", file)
    return _checked(text, _remembered(parse), field, definition.required and definition.default is None)


def _several(
    texts: list[tuple[str, Text]], field: FieldMapping, cell: ReadCell | None, region: str | None
) -> Read:
    def read(cells: Sequence[str], problems: list[Problem]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for name, text in texts:
            if not (written := text(cells)):
                continue
            try:
                found[cell(written, region) if cell else written] = None
            except ValueError as error:
                if field.problem == "reject":
                    raise RowRejected(name, str(error)) from None
                problems.append(Problem("warning", name, f"{error}; left out"))
        return tuple(found)

    return read


def _constant(parse: Parse, field: FieldMapping, file: str) -> Read:
    try:
        value = parse(field.constant or "")
    except ValueError as error:
        raise Unreadable(f"{file}: the mapping's {field.source} cannot be used: {error}.") from None
    return _always(value)


def _always(value: Any) -> Read:
    return lambda cells, problems: value


def _parse(field: FieldMapping, kind: Any, mapping: FileMapping, references: References) -> Parse:
    if field.refer:
        return _reference(field, references)
    if kind is UUID:
        raise Unreadable(
            f"The mapping of {mapping.file}: {field.source} needs `refer:`, as it names a record."
        )
    parse = parser_for(kind, field, mapping.timezone)
    if not field.values:
        return parse
    return lambda text: parse(field.values.get(text, text))


def _reference(field: FieldMapping, references: References) -> Parse:
    def find(text: str) -> Any:
        found = references.resolve(field, text)
        if found is None:
            raise ValueError(f"there is no {field.refer} {text!r}")
        return found

    return find


def _checked(text: Text, parse: Parse, field: FieldMapping, needed: bool) -> Read:
    empty = "reject" if needed else field.empty
    refuse = needed or field.problem == "reject"
    default = field.default or ""

    def read(cells: Sequence[str], problems: list[Problem]) -> Any:
        written = text(cells) or default
        if written:
            try:
                return parse(written)
            except ValueError as error:
                if refuse:
                    raise RowRejected(field.source, str(error)) from None
                problems.append(Problem("warning", field.source, f"{error}; left out"))
                return None
        if empty == "reject":
            raise RowRejected(field.source, "is blank")
        if empty == "warn":
            problems.append(Problem("warning", field.source, "is blank; loaded without it"))
        return None

    return read


def _remembered(parse: Parse) -> Parse:
    # Dates, names and stages repeat; a bounded memory saves most of the work without growing with the file.
    known: dict[str, Any] = {}

    def read(text: str) -> Any:
        if text not in known:
            if len(known) >= _CACHED:
                known.clear()
            known[text] = parse(text)
        return known[text]

    return read


def _bare(hint: Any) -> Any:
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        return next(arg for arg in get_args(hint) if arg is not type(None))
    return hint
