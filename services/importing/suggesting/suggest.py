"""What would a sensible person do with these files?"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec

from services.importing.mapping import FieldMapping, FileMapping
from services.importing.suggesting.columns import columns_for, target_of
from services.importing.suggesting.fields import Usual, fields_for
from services.importing.suggesting.parts import only_of
from services.importing.suggesting.presets import preset_of
from services.importing.suggesting.relations import Suggested, related
from services.importing.suggesting.sample import Sample
from services.importing.suggesting.targets import TARGETS, Target
from services.importing.suggesting.words import plain
from services.importing.table import Table

ORDER = {
    "branch": 0, "team": 1, "user": 2, "product": 3, "customer": 4, "deal": 6, "activity": 7, "task": 8,
}  # fmt: skip
_IDS = ("id", "recordid", "uuid", "编号", "hindsightid")
_OWN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WORD = re.compile(r"[^\W\d_]+")


class Given(NamedTuple):
    """A file as it was sent, its table, and what the reader says its rows are (None: find out)."""

    name: str
    table: Table
    target: str | None = None


def suggest(files: Sequence[Given], usual: Usual) -> list[Suggested]:
    """One for each file, in their order."""
    found = [_one(file, usual) for file in files]
    related(found, found)
    return found


def order(files: Sequence[Suggested]) -> list[int]:
    """In which order to import them: what is named before what names it, companies before people."""

    def place(number: int) -> tuple[int, int]:
        mapping = files[number].mapping
        if mapping is None:
            return (len(ORDER), number)
        return (ORDER.get(mapping.entity, len(ORDER)) + (files[number].target == "person"), number)

    return sorted(range(len(files)), key=place)


def _one(file: Given, usual: Usual) -> Suggested:
    sample = Sample(file.table)
    named = preset_of(file.table.header)
    target = TARGETS[file.target] if file.target else target_of(sample, file.name, usual.things)
    if target is None:
        return Suggested(sample, None, named, None)
    target = target.with_fields(usual.custom)
    columns = columns_for(target, sample)
    fields = fields_for(target, columns, sample, usual)
    mapping = FileMapping(
        entity=target.entity,
        file=file.name,
        key=key_for(target, fields, sample, file.name),
        fields=completed(target, fields),
        encoding=file.table.encoding,
        delimiter=file.table.delimiter,
        own_id=_own_id(target, sample),
        match=_match(target),
        repeated="once" if target.name in ("branch", "team") else "reject",
        only=only_of(target, sample, columns),
        region=usual.region if target.entity == "customer" else None,
    )
    return Suggested(sample, target.name, named, mapping)


def key_for(target: Target, fields: dict[str, FieldMapping], sample: Sample, file: str) -> str:
    """What names a record of this file."""
    return key_of(target, fields, sample, preset_of(sample.table.header) or _stem(file))


def key_of(target: Target, fields: dict[str, FieldMapping], sample: Sample, origin: str) -> str:
    """What names a record: its number in the program it comes from, its address, its name, or all of it."""
    if target.name in _NAMED and (own := fields.get(_NAMED[target.name])) and own.column:
        return own.column
    ids = (f"{target.name}id", *_OWN_IDS.get(target.name, ()), *_IDS)
    named = {plain(name): name for name in sample.table.header}
    for word in ids:
        if word in named and sample.names_each(named[word]):
            return f"{origin} {target.name} {{{named[word]}}}"
    for mail in fields.get("emails", FieldMapping()).columns:
        if sample.names_each(mail):
            return mail
    label = fields.get("title") or fields.get("name")
    if label and label.column and sample.names_each(label.column):
        return label.column
    return "#content"


_NAMED = {"branch": "code", "team": "name"}  # whose name is all that others know of them
_OWN_IDS = {
    "activity": ("activityid",),
    "task": ("taskid", "activityid"),
    "person": ("contactid", "leadid", "客户编号", "联系人编号"),
    "organization": ("companyid", "accountid", "客户编号", "公司编号"),
    "deal": ("dealid", "opportunityid", "商机编号"),
    "product": ("productid", "productcode", "sku", "产品编号"),
}


def _own_id(target: Target, sample: Sample) -> str | None:
    """The column of Hindsight's own ids, in one of its exports."""
    named = {plain(name): name for name in sample.table.header}
    column = named.get(f"{target.entity}id")
    found = sample.column(column) if column else []
    return column if column and found and all(_OWN_ID.fullmatch(text) for text in found) else None


def _stem(file: str) -> str:
    """A file's name without dates and numbers, so that next month's export is known again."""
    return " ".join(_WORD.findall(file.rpartition(".")[0])) or "file"


def _match(target: Target) -> tuple[Literal["email", "phone", "name"], ...]:
    if target.entity != "customer":
        return ()
    return ("email", "phone") if target.name == "person" else ("email", "name")


def completed(target: Target, fields: dict[str, FieldMapping]) -> dict[str, FieldMapping]:
    """The fields with what a record cannot be without."""
    if target.name == "product" and "series" not in fields:
        fields = {**fields, "series": FieldMapping(constant="-")}
    if target.name == "user" and "roles" not in fields:
        fields = {**fields, "roles": FieldMapping(constant="salesperson")}
    if target.name == "deal" and "closed_at" not in fields and "expected_close_on" in fields:
        fields = {**fields, "closed_at": fields["expected_close_on"]}
    return {
        name: msgspec.structs.replace(field, default="0") if name == "amount" and field.column else field
        for name, field in fields.items()
    }
