"""What does a mapping say: which file is which entity, and which column which field?"""

from typing import Literal

import msgspec


class FieldMapping(msgspec.Struct, frozen=True, kw_only=True):
    """Where a field's value comes from, and how it is read. Exactly one of the first four is given.

    column, columns, template, constant: one column, several for a list, text with `{column}`, the value.
    refer:   the text is the natural key of a record of that entity; its id is the value.
    take:    not its id, but what that record says in this field.
    values:  value in the file → value here.
    format:  of a date (`%d/%m/%Y`); ISO otherwise.
    scale:   a number is multiplied by it. percent: a trailing % is taken off.
    empty:   what a blank means: accept, warn or reject the row.
    problem: what a wrong value means: reject the row, or warn and leave the field out.
    """

    column: str | None = None
    columns: tuple[str, ...] = ()
    template: str | None = None
    constant: str | None = None
    refer: str | None = None
    take: str | None = None
    values: dict[str, str] = {}
    format: str | None = None
    decimal_mark: Literal[".", ","] = "."
    scale: str | None = None
    percent: bool = False
    empty: Literal["accept", "warn", "reject"] = "accept"
    problem: Literal["reject", "warn"] = "reject"

    @property
    def source(self) -> str:
        """What to call this field's origin in a message about a row."""
        return self.column or ", ".join(self.columns) or self.template or f"constant {self.constant}"


class FileMapping(msgspec.Struct, frozen=True, kw_only=True):
    """How the rows of one file become records of one entity.

    file:    name or pattern (`*pipeline*.csv`). key: the column, or template, that names a record for ever.
    aliases: column → dirty value → clean value, before anything else; each use is reported.
    """

    entity: str
    file: str
    key: str
    fields: dict[str, FieldMapping]
    encoding: str | None = None
    delimiter: str | None = None
    timezone: str = "UTC"
    aliases: dict[str, dict[str, str]] = {}
