"""What does each operator mean for each kind of field, as SQL?"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple
from uuid import UUID

from shared.listing import periods
from shared.listing.asking import Asking
from shared.listing.expression import Term, wrong
from shared.listing.field import Field
from shared.listing.kinds import ME, MINE, NO, TEAM, YES, Kind
from shared.marks import N_
from shared.refusals import Invalid

_NO_NUMBER = N_("needs a number, such as 1250.50")
_NO_RECORD = N_("needs a record from the list")
_NOT_CHOICE = N_("is not one of the choices")
_NOT_BOOL = N_("is either yes or no")
_DIGITS = 30
_ONE_DAY = timedelta(days=1)


class Bind(NamedTuple):
    """Where the values of a term go, and what they are about."""

    parameters: dict[str, Any]
    asking: Asking
    field: Field
    place: str

    def __call__(self, value: Any) -> str:
        """The placeholder of a value."""
        name = f"f{len(self.parameters)}"
        self.parameters[name] = value
        return f":{name}"


def _text(sql: str, term: Term, bind: Bind) -> str:
    if term.operator in ("is", "not"):
        return _among(f"lower({sql})", term, f"cast({bind([v.lower() for v in term.values])} as text[])")
    ends = ("%", "%") if term.operator == "has" else ("", "%")
    patterns = [ends[0] + _literally(value.lower()) + ends[1] for value in term.values]
    return f"lower({sql}) like any(cast({bind(patterns)} as text[]))"


def _list(sql: str, term: Term, bind: Bind) -> str:
    return _text(f"array_to_string({sql}, ' ')", term, bind)


def _literally(value: str) -> str:
    """A text in which `like` finds no sign of its own."""
    return value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _number(sql: str, term: Term, bind: Bind) -> str:
    numbers = [_decimal(value, bind) for value in term.values]
    if term.operator in ("is", "not"):
        return _among(sql, term, f"cast({bind(numbers)} as numeric[])")
    sign = {"from": ">=", "to": "<=", "above": ">", "below": "<"}[term.operator]
    return f"{sql} {sign} {bind(numbers[0])}"


def _decimal(value: str, bind: Bind) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        wrong(_NO_NUMBER, bind.place)
    if not number.is_finite() or abs(number.adjusted()) > _DIGITS or len(number.as_tuple().digits) > _DIGITS:
        wrong(_NO_NUMBER, bind.place)
    return number


def _dated(sql: str, term: Term, bind: Bind) -> str:
    """Every operator speaks of the days from `first` to the one before `end`."""
    try:
        first, end = _days(term, bind.asking.today)
    except Invalid as refusal:
        wrong(refusal.details["problems"][0]["problem"], bind.place)
    except OverflowError:
        wrong(N_("is too far away"), bind.place)
    limits = []
    if first is not None:
        limits.append(f"{sql} >= {bind(_begin(first, bind))}")
    if end is not None:
        limits.append(f"{sql} < {bind(_begin(end, bind))}")
    return " and ".join(limits) + (f" or {sql} is null" if term.operator == "older" else "")


def _days(term: Term, today: date) -> tuple[date | None, date | None]:
    value = term.values[0]
    if term.operator == "in":
        return periods.period(value, today)
    if term.operator == "older":
        return None, today - timedelta(days=periods.days(value))
    day = periods.day(value)
    following = day + _ONE_DAY
    return {
        "on": (day, following),
        "from": (day, None),
        "after": (following, None),
        "before": (None, day),
        "to": (None, following),
    }[term.operator]


def _begin(day: date, bind: Bind) -> date | datetime:
    """When a day begins, for the reader."""
    return datetime.combine(day, time(), bind.asking.zone) if bind.field.kind is Kind.INSTANT else day


def _choice(sql: str, term: Term, bind: Bind) -> str:
    if any(value not in bind.field.choices for value in term.values):
        wrong(_NOT_CHOICE, bind.place)
    return _among(sql, term, f"cast({bind(list(term.values))} as text[])")


def _branch(sql: str, term: Term, bind: Bind) -> str:
    codes = [code for value in term.values for code in _codes(value, bind)]
    return _among(sql, term, f"cast({bind(codes)} as text[])")


def _codes(value: str, bind: Bind) -> list[str]:
    return list(bind.asking.who.branches) if value == MINE else [value]


def _user(sql: str, term: Term, bind: Bind) -> str:
    people = [str(person) for value in term.values for person in _people(value, bind)]
    return _among(sql, term, f"cast({bind(people)} as uuid[])")


def _people(value: str, bind: Bind) -> list[UUID]:
    if value == ME:
        return bind.asking.me
    return list(bind.asking.who.colleagues) if value == TEAM else [_identity(value, bind)]


def _record(sql: str, term: Term, bind: Bind) -> str:
    records = [str(_identity(value, bind)) for value in term.values]
    return _among(sql, term, f"cast({bind(records)} as uuid[])")


def _identity(value: str, bind: Bind) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        wrong(_NO_RECORD, bind.place)


def _bool(sql: str, term: Term, bind: Bind) -> str:
    if not set(term.values) <= {YES, NO}:
        wrong(_NOT_BOOL, bind.place)
    return " or ".join(f"coalesce({sql}, false) = {'true' if v == YES else 'false'}" for v in term.values)


def _tags(sql: str, term: Term, bind: Bind) -> str:
    return _several(sql, term, f"cast({bind(list(term.values))} as text[])")


def _records(sql: str, term: Term, bind: Bind) -> str:
    records = [str(_identity(value, bind)) for value in term.values]
    return _several(sql, term, f"cast({bind(records)} as uuid[])")


def _several(sql: str, term: Term, values: str) -> str:
    """Any of the values, all of them, or none."""
    if term.operator == "all":
        return f"{sql} @> {values}"
    return f"{sql} && {values}" if term.operator == "has" else f"not coalesce({sql} && {values}, false)"


def _among(sql: str, term: Term, values: str) -> str:
    """One of the values; or none of them, which is true of nothing at all, too."""
    return f"{sql} = any({values})" if term.operator == "is" else f"({sql} = any({values})) is not true"


MEANINGS: dict[Kind, Callable[[str, Term, Bind], str]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.DATE: _dated,
    Kind.INSTANT: _dated,
    Kind.CHOICE: _choice,
    Kind.USER: _user,
    Kind.RECORD: _record,
    Kind.BRANCH: _branch,
    Kind.BOOL: _bool,
    Kind.TAGS: _tags,
    Kind.LIST: _list,
    Kind.RECORDS: _records,
}
