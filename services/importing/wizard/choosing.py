"""How do a reader's choices, column by column, become a mapping, and a mapping such choices?"""

import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from services.importing.amounts import Mark
from services.importing.custom_cells import CUSTOM
from services.importing.dates import Order
from services.importing.mapping import FieldMapping, FileMapping
from services.importing.suggesting.fields import VALUES, Usual, fields_for
from services.importing.suggesting.sample import Sample
from services.importing.suggesting.suggest import completed, key_for
from services.importing.suggesting.targets import Target

CLOSING = "closing"  # one column says when a deal is to be closed, and when it was
_BOTH = ("expected_close_on", "closed_at")
_PLACE = re.compile(r"\{([^{}]+)\}")
_PARTS = ("first_name", "last_name")


class Choices(msgspec.Struct, forbid_unknown_fields=True):
    """What the reader chose for one file.

    columns: column → field. orders, marks: column → how dates and numbers are written.
    values: column → value in the file → value here. constants: field → the value of every row.
    missing: field → what to do where the record it names is not there. key: what names a record.
    """

    columns: dict[str, str] = {}
    orders: dict[str, Order] = {}
    marks: dict[str, Mark] = {}
    values: dict[str, dict[str, str]] = {}
    constants: dict[str, str] = {}
    missing: dict[str, Literal["problem", "create", "me"]] = {}
    existing: Literal["update", "overwrite", "fill", "skip"] = "update"
    match: bool = True
    key: str | None = None


def choices_of(mapping: FileMapping) -> Choices:
    """The choices this mapping stands for."""
    columns: dict[str, str] = {}
    for field, read in mapping.fields.items():
        if field == "name" and read.template:
            columns |= zip(_PLACE.findall(read.template), _name_parts(read.template), strict=False)
        for column in (*read.columns, *([read.column] if read.column else ())):
            columns[column] = CLOSING if field in _BOTH and column in columns else columns.get(column, field)
    fields = mapping.fields.values()
    return Choices(
        columns=columns,
        orders={read.column: read.date_order for read in fields if read.column and read.date_order},
        marks={read.column: read.decimal_mark for read in fields if read.column},
        values={read.column: read.values for read in fields if read.column and read.values},
        constants={name: read.constant for name, read in mapping.fields.items() if read.constant},
        missing={name: read.missing for name, read in mapping.fields.items() if read.refer},
        existing=mapping.existing,
        match=bool(mapping.match),
        key=mapping.key,
    )


def mapping_of(
    choices: Choices, target: Target, sample: Sample, file: FileMapping, usual: Usual
) -> FileMapping:
    """The mapping these choices stand for; what nobody chose is read as it is suggested."""
    target = target.with_fields(usual.custom)
    columns: dict[str, list[str]] = {}
    for column, field in choices.columns.items():
        for name in _BOTH if field == CLOSING else (field,):
            if column in sample.table.header and name in target.words:
                columns.setdefault(name, []).append(column)
    fields = fields_for(target, columns, sample, usual)
    fields = {name: _chosen(name, read, choices) for name, read in fields.items()}
    for name, value in choices.constants.items():
        if name in target.words and name not in columns and value:
            fields[name] = FieldMapping(constant=value)
    fields = completed(target, fields)
    match = file.match if choices.match and file.match else _ways(target, choices)
    key = (
        choices.key
        if choices.key and _fits(choices.key, sample)
        else key_for(target, fields, sample, file.file)
    )
    return msgspec.structs.replace(
        file, entity=target.entity, fields=fields, existing=choices.existing, match=match, key=key
    )


def _ways(target: Target, choices: Choices) -> tuple[Literal["email", "phone", "name"], ...]:
    if target.entity != "customer" or not choices.match:
        return ()
    return ("email", "phone") if target.name == "person" else ("email", "name")


def _chosen(name: str, read: FieldMapping, choices: Choices) -> FieldMapping:
    column = read.column
    if column is None:
        return read
    translated = name in VALUES or name.startswith(CUSTOM)
    return msgspec.structs.replace(
        read,
        date_order=choices.orders.get(column, read.date_order) if read.date_order else None,
        decimal_mark=choices.marks.get(column, read.decimal_mark),
        values=choices.values.get(column, read.values) if translated else read.values,
    )


def missing_chosen(
    mapping: FileMapping, missing: Mapping[str, Literal["problem", "create", "me"]]
) -> FileMapping:
    """The mapping with what the reader chose for records that are not there."""
    fields = {
        name: msgspec.structs.replace(read, missing=missing.get(name, read.missing)) if read.refer else read
        for name, read in mapping.fields.items()
    }
    return msgspec.structs.replace(mapping, fields=fields)


def _fits(key: str, sample: Sample) -> bool:
    places = _PLACE.findall(key) or [key]
    return key == "#content" or all(place in sample.table.header for place in places)


def _name_parts(template: str) -> tuple[str, ...]:
    # Chinese names stand without a blank, the family first.
    return _PARTS if " " in template else _PARTS[::-1]
