"""How does a command or query say no?"""

import inspect
from typing import Any, ClassVar


class Refused(Exception):
    """Hindsight refused this because it breaks a rule.

    Subclass it for each broken rule. The docstring is the message: one or two sentences that say what
    happened and what to do, with `{name}` for each detail given to the constructor. Gateways translate
    the template first and fill in the details afterwards. `field` names the offending input field.
    """

    kinds: ClassVar[dict[str, type["Refused"]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Refused.kinds[cls.__name__] = cls

    def __init__(self, field: str | None = None, **details: Any) -> None:
        self.field = field
        self.details = details
        super().__init__(field, details)

    @classmethod
    def template(cls) -> str:
        """The message in English, details not filled in (also the key of its translations)."""
        return " ".join((inspect.getdoc(cls) or "").split("\n\n")[0].split())

    def __str__(self) -> str:
        try:
            return self.template().format(**self.details)
        except (KeyError, IndexError):
            return self.template()

    def to_dict(self) -> dict[str, Any]:
        """The refusal as plain data, to cross a process boundary (details become JSON values)."""
        return {"kind": type(self).__name__, "field": self.field, "details": self.details}

    @staticmethod
    def from_dict(data: dict[str, Any]) -> "Refused":
        """The refusal a peer sent; a kind unknown here keeps its name in the details."""
        kind = Refused.kinds.get(data["kind"])
        if kind is None:
            return Refused(data.get("field"), kind=data["kind"], **data.get("details", {}))
        return kind(data.get("field"), **data.get("details", {}))


class NotFound(Refused):
    """There is no {what} {id}."""


class Conflict(Refused):
    """Someone else changed this record in the meantime. Look at its present state and try again."""


class VersionConflict(Conflict):
    """Someone else changed this record in the meantime. Look at its present state and try again."""


class CommandIdReused(Refused):
    """This command id was used before for a different command. Send a new id for a new command."""


class Forbidden(Refused):
    """You may not do this."""


class Unavailable(Refused):
    """The {service} service does not answer. Nothing was changed; try again in a moment."""


class OutcomeUnknown(Refused):
    """
    The {service} service did not answer in time. Ask again with the same command id to learn the
    outcome.
    """


class ServiceFailed(Refused):
    """The {service} service met an error of its own; its log tells more under {correlation_id}.
    Ask again with the same command id to learn whether anything was changed.
    """


AWAY = (Unavailable, OutcomeUnknown, ServiceFailed)
"""What is wrong on this side, whatever was asked for."""


class Invalid(Refused):
    """The input is not valid: {summary}

    `details["problems"]` lists one `{"field", "problem"}` for each invalid field.
    """

    def __init__(self, field: str | None = None, **details: Any) -> None:
        problems = details.setdefault("problems", [])
        details.setdefault("summary", "; ".join(f"{p['field']}: {p['problem']}" for p in problems))
        super().__init__(field or (problems[0]["field"] if problems else None), **details)
