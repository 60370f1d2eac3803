"""What may happen to a sales agent?"""

from typing import assert_never

import msgspec
from msgspec.structs import replace

from events.sales import AgentEvent, AgentJoined, AgentLeft, AgentReturned, AgentTransferred
from services.sales import commands
from shared.refusals import Refused


class AgentAlreadyJoined(Refused):
    """There is already an agent with this id, who joined with other details. Use a new id."""


class Agent(msgspec.Struct, frozen=True):
    """An agent as the rules see one."""

    joining: AgentJoined | None = None
    manager: str = ""
    office: str = ""
    left: bool = False


def add_agent(agent: Agent, command: commands.AddAgent) -> list[AgentEvent]:
    joining = AgentJoined(name=command.name, manager=command.manager, office=command.office)
    if agent.joining is None:
        return [joining]
    if agent.joining == joining:
        return []
    raise AgentAlreadyJoined("agent_id")


def transfer(agent: Agent, command: commands.TransferAgent) -> list[AgentEvent]:
    if (command.manager, command.office) == (agent.manager, agent.office):
        return []
    return [AgentTransferred(manager=command.manager, office=command.office)]


def remove(agent: Agent, _: commands.RemoveAgent) -> list[AgentEvent]:
    return [] if agent.left else [AgentLeft()]


def bring_back(agent: Agent, _: commands.BringBackAgent) -> list[AgentEvent]:
    return [AgentReturned()] if agent.left else []


def evolve(agent: Agent, event: AgentEvent) -> Agent:
    match event:
        case AgentJoined(manager=manager, office=office):
            return Agent(event, manager, office)
        case AgentTransferred(manager=manager, office=office):
            return replace(agent, manager=manager, office=office)
        case AgentLeft():
            return replace(agent, left=True)
        case AgentReturned():
            return replace(agent, left=False)
        case _:
            assert_never(event)
