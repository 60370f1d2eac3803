"""How does a step of the workload become a command, and an answer what its sender notes?"""

from uuid import UUID

from services import product
from shared.commands import Command, parse
from shared.records import Header, Receipt
from shared.refusals import Conflict, OutcomeUnknown, Refused, ServiceFailed, Unavailable
from tests.chaos.workload import Step

_COMMANDS = {(command.service(), command.method()): command for command in product.commands()}


def command_of(step: Step) -> Command:
    """The command as its service knows it."""
    return parse(_COMMANDS[step.service, step.command.replace("-", "_")], step.body)


def header_of(step: Step) -> Header:
    """Its header."""
    return Header(
        command_id=step.command_id,
        correlation_id=UUID(int=step.command_id.int ^ 1),
        actor="cli",
        branch="",
        source="api",
    )


def told(answer: Receipt | Refused) -> dict[str, object]:
    """What the sender learns from an answer, as it is noted."""
    match answer:
        case Receipt():
            fields = ("position", "version", "events")
            return {"outcome": "ok", **{name: getattr(answer, name) for name in fields}}
        case Unavailable():
            return {"outcome": "unavailable", "said": str(answer)}
        case OutcomeUnknown():
            return {"outcome": "unknown", "said": str(answer)}
        case ServiceFailed():
            return {"outcome": None, "said": str(answer)}
        case Conflict():
            return {"outcome": "refused", "expected": "refused", "said": str(answer)}
        case _:
            return {"outcome": "refused", "said": str(answer)}
