"""What does a mapping say: which file is which entity, and which column which field?"""

from typing import Literal

import msgspec

from services.importing.amounts import Mark
from services.importing.dates import Order


class FieldMapping(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a field's value comes from, and how it is read. Exactly one of the first four is given.

    column, columns, template, constant: one column, several for a list, text with `{column}`, the value.
    default: what a blank stands for.
    refer:   the text names a record of that entity; its id is the value.
    by:      what the text is of that record, in the order it is looked for: its natural key (`key`), the row
             it stands in (`row`, counted from 1 behind the header), its `name`, `email`, or a column of the
             file it comes from (`column: Domain`).
    missing: where there is no such record: a problem, `create` it, or take the one who imports (`me`).
    take:    not its id, but what that record says in this field.
    values:  value in the file → value here.
    format:  of a date (`%d/%m/%Y`); ISO otherwise. date_order: ymd, dmy or mdy, whatever separates the parts.
    scale:   a number is multiplied by it. percent: a trailing % is taken off.
    empty:   what a blank means: accept, warn or reject the row.
    problem: what a wrong value means: reject the row, or warn and leave the field out.
    """

    column: str | None = None
    columns: tuple[str, ...] = ()
    template: str | None = None
    constant: str | None = None
    default: str | None = None
    refer: str | None = None
    by: tuple[str, ...] = ("key",)
    missing: Literal["problem", "create", "me"] = "problem"
    take: str | None = None
    values: dict[str, str] = {}
    format: str | None = None
    date_order: Order | None = None
    decimal_mark: Mark = "."
    scale: str | None = None
    percent: bool = False
    empty: Literal["accept", "warn", "reject"] = "accept"
    problem: Literal["reject", "warn"] = "reject"

    @property
    def source(self) -> str:
        """What to call this field's origin in a message about a row."""
        return self.column or ", ".join(self.columns) or self.template or f"constant {self.constant}"


class FileMapping(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the rows of one file become records of one entity.

    file:     name or pattern (`*pipeline*.csv`).
    key:      the column, or template, that names a record for ever; `#content` is all of the row.
    aliases:  column → dirty value → clean value, before anything else; each use is reported.
    own_id:   the column in which a record's id in Hindsight stands, as in its own exports; a row with the id
              of a record that is there is about that one, whatever its key.
    existing: what a record that is there already gets: the filled cells (`update`), blanks too
              (`overwrite`), what it has nothing of (`fill`), or nothing (`skip`).
    match:    a row is about a record that is there under another key, if one of these is the same.
    repeated: what a row is whose key an earlier row of the file has: rejected, or skipped, where the file
              tells of something else in every row (`once`).
    only:     column → values; rows with another value in it are of another kind, and skipped.
    region:   the country whose phone numbers are written without its code.
    """

    entity: str
    file: str
    key: str
    fields: dict[str, FieldMapping]
    encoding: str | None = None
    delimiter: str | None = None
    timezone: str = "UTC"
    aliases: dict[str, dict[str, str]] = {}
    own_id: str | None = None
    existing: Literal["update", "overwrite", "fill", "skip"] = "update"
    match: tuple[Literal["email", "phone", "name"], ...] = ()
    repeated: Literal["reject", "once"] = "reject"
    only: dict[str, tuple[str, ...]] = {}
    region: str | None = None
