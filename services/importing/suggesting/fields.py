"""How is each column read as the value of its field?"""

from collections.abc import Mapping, Sequence

import msgspec

from services.importing.amounts import currency_in, mark_of
from services.importing.custom_cells import CUSTOM
from services.importing.dates import Order, orders_of
from services.importing.mapping import FieldMapping
from services.importing.suggesting.columns import LISTS
from services.importing.suggesting.presets import translation
from services.importing.suggesting.sample import Sample
from services.importing.suggesting.targets import Target
from services.importing.suggesting.words import WORDS, plain
from shared.custom_fields import Definition
from shared.writing import HAN

DATES = (
    "registered_at", "birth_date", "expected_close_on", "closed_at", "opened_at", "listed_at", "engaging_at",
    "happened_at", "due_at", "planned_at", "done_at", "added_at", "formed_at",
)  # fmt: skip
NUMBERS = ("amount", "list_price", "annual_revenue", "employees", "founded_year", "probability")
CHOICES = 300
NEEDED = {
    "name", "title", "amount", "currency", "stage", "kind", "list_price", "series", "closed_at",
    "happened_at", "code",
}  # fmt: skip
_PREFERRED: tuple[Order, ...] = ("ymd", "dmy", "mdy")


# Field → the words for its values in files.
VALUES = {"stage": "stages", "sex": "sexes", "lifecycle": "lifecycles", "kind": "kinds", "state": "states"}


class Usual(msgspec.Struct, frozen=True):
    """What holds for this company where a file does not say.

    currency: of amounts. stages: of its deals, by key. region: whose phone numbers lack the country's code.
    things:   the entities that may be imported; None is all.
    custom:   entity → the fields that administrators added.
    """

    currency: str = "CNY"
    stages: Mapping[str, str] = {}
    region: str | None = None
    things: frozenset[str] | None = None
    custom: Mapping[str, Sequence[Definition]] = {}


def fields_for(
    target: Target, columns: dict[str, list[str]], sample: Sample, usual: Usual
) -> dict[str, FieldMapping]:
    """Field → where its value comes from and how it is read."""
    fields = {name: FieldMapping(constant=value) for name, value in target.constants.items()}
    for field, names in columns.items():
        if field in LISTS:
            fields[field] = FieldMapping(columns=tuple(names), problem="warn")
        elif field not in ("first_name", "last_name"):
            fields[field] = _field(target, field, names[0], sample, usual)
    if "name" not in fields and (template := full_name(columns, sample)):
        fields["name"] = FieldMapping(template=template)
    if target.name == "deal" and "title" not in fields and "product" in columns:
        number = next((name for name in sample.table.header if plain(name) in _NUMBERS_OF_DEALS), "")
        named = [columns["product"][0], *([number] if number else columns.get("customer", []))]
        fields["title"] = FieldMapping(template=" ".join(f"{{{name}}}" for name in named))
    fields |= _money(target, fields, sample, usual)
    return fields


_NUMBERS_OF_DEALS = ("opportunityid", "dealid", "商机编号")


def _field(target: Target, field: str, column: str, sample: Sample, usual: Usual) -> FieldMapping:
    read = FieldMapping(column=column, problem="reject" if field in NEEDED else "warn")
    found = sample.column(column)
    kind = target.kinds.get(field, "")
    if kind == "user":
        return msgspec.structs.replace(read, refer="user", by=("key", "email", "name"))
    if field in DATES or kind == "date":
        return msgspec.structs.replace(read, date_order=order_of(sample, column))
    if field in NUMBERS or kind in ("number", "money"):
        percent = any(text.endswith("%") for text in found)
        return msgspec.structs.replace(read, decimal_mark=mark_of(found), percent=percent)
    if kind == "choice":
        own = next(each for each in usual.custom[target.entity] if field == f"{CUSTOM}{each.key}")
        words = {choice.key: tuple(choice.label.values()) for choice in own.choices}
        return msgspec.structs.replace(read, values=translation(_distinct(sample, column), words))
    if field in VALUES:
        words = dict(WORDS[VALUES[field]])
        for key, name in usual.stages.items() if field == "stage" else ():
            words[key] = (*words.get(key, ()), name)
        return msgspec.structs.replace(read, values=translation(_distinct(sample, column), words))
    return read


def order_of(sample: Sample, column: str) -> Order:
    """In which order the whole column writes dates; where several fit, the year or the day comes first."""
    if not sample.column(column):
        return "ymd"
    fitting = orders_of(sample.whole(column))
    if not fitting:
        # One wrong date must not hide what all the others say.
        counts = dict.fromkeys(_PREFERRED, 0)
        for text in sample.column(column):
            for order in orders_of([text]):
                counts[order] += 1
        return max(_PREFERRED, key=lambda order: counts[order])
    return next(order for order in _PREFERRED if order in fitting)


def _distinct(sample: Sample, column: str) -> list[str]:
    found: dict[str, None] = {}
    for text in sample.whole(column):
        found[text] = None
        if len(found) >= CHOICES:
            break
    return list(found)


def full_name(columns: dict[str, list[str]], sample: Sample) -> str | None:
    """First and last name as one; Chinese names without a blank, the family first."""
    parts = [columns[part][0] for part in ("first_name", "last_name") if part in columns]
    if len(parts) < 2:
        return f"{{{parts[0]}}}" if parts else None
    first, last = parts
    chinese = sum(text[0] in HAN or "\u4e00" <= text[0] <= "\u9fff" for text in sample.column(last))
    if chinese * 2 > len(sample.column(last)):
        return f"{{{last}}}{{{first}}}"
    return f"{{{first}}} {{{last}}}"


def _money(
    target: Target, fields: dict[str, FieldMapping], sample: Sample, usual: Usual
) -> dict[str, FieldMapping]:
    currency = "revenue_currency" if target.name == "organization" else "currency"
    amount = fields.get(
        {"organization": "annual_revenue", "product": "list_price"}.get(target.name, "amount")
    )
    if amount is None or amount.column is None or currency not in target.words or currency in fields:
        return {}
    found = currency_in(sample.column(amount.column)) or usual.currency
    return {currency: FieldMapping(constant=found)}
