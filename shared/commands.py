"""What is a command, and when is its body acceptable?"""

import re
import unicodedata
from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Any, TypeVar

import msgspec
from babel.numbers import is_currency
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from shared.marks import N_
from shared.refusals import Invalid
from shared.texts import OneLine, ShortLine, Text

__all__ = ["Amount", "C", "Command", "Currency", "Line", "ShortLine", "Text", "parse", "problems_of"]

_INVISIBLE = N_("must have a visible character")
_NO_CURRENCY = N_("is not an ISO 4217 currency code, such as CNY")
# Letters to Unicode, but blank on every screen: the Hangul fillers and the empty Braille cell.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def _visible(value: str) -> str:
    # Categories C and Z: controls, formats (such as zero width), separators.
    if value and not any(unicodedata.category(c)[0] not in "CZ" and c not in _BLANK for c in value):
        raise PydanticCustomError("invisible", _INVISIBLE)
    return value


def _known_currency(code: str) -> str:
    if not is_currency(code):
        raise PydanticCustomError("currency", _NO_CURRENCY)
    return code


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    OneLine,
    AfterValidator(_visible),
]
"""One line of text, 1 to 200 characters, at least one of which can be seen."""

Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2, allow_inf_nan=False)]
"""An amount of money, at most 18 digits, two of them after the point; the currency stands beside it."""

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), AfterValidator(_known_currency)]
"""An ISO 4217 code, also one of a currency that is no more."""


class Command(BaseModel):
    """A wish to change something: imperative name, frozen, unknown fields refused.

    It is sent to the service of its package (`services.sales.commands` → `sales`) under its name in
    snake case (`MoveDeal` → `move_deal`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def service(cls) -> str:
        """The service that handles this command."""
        return cls.__module__.split(".")[-2]

    @classmethod
    def method(cls) -> str:
        """The name of the entrypoint that takes this command."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def payload(self) -> dict[str, Any]:
        """The body as JSON values."""
        return self.model_dump(mode="json")

    def digest(self) -> int:
        """A signed 64-bit fingerprint of name and body, the same in every process."""
        body = f"{type(self).__name__} {self.model_dump_json()}".encode()
        return int.from_bytes(sha256(body).digest()[:8], "big", signed=True)


C = TypeVar("C", bound=Command)


def parse(command: type[C], payload: dict[str, Any]) -> C:
    """The command in a JSON body. Raises Invalid, naming every wrong field."""
    try:
        return command.model_validate_json(msgspec.json.encode(payload)) if payload else command()
    except ValidationError as error:
        raise Invalid(problems=problems_of(error)) from None


def problems_of(error: ValidationError) -> list[dict[str, str]]:
    """One `{"field", "problem"}` for each error pydantic found; a field path is joined by dots."""
    return [
        {"field": ".".join(str(part) for part in item["loc"]), "problem": item["msg"]}
        for item in error.errors()
    ]
