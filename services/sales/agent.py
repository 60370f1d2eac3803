"""What may happen to a sales agent?"""

from typing import assert_never

import msgspec
from msgspec.structs import replace

from events.sales import AgentEvent, AgentJoined, AgentTransferred
from services.sales import commands


class Agent(msgspec.Struct, frozen=True):
    """An agent as the rules see one."""

    manager: str = ""
    office: str = ""


def add_agent(_: Agent, command: commands.AddAgent) -> list[AgentEvent]:
    return [AgentJoined(name=command.name, manager=command.manager, office=command.office)]


def transfer(agent: Agent, command: commands.TransferAgent) -> list[AgentEvent]:
    if (command.manager, command.office) == (agent.manager, agent.office):
        return []
    return [AgentTransferred(manager=command.manager, office=command.office)]


def evolve(agent: Agent, event: AgentEvent) -> Agent:
    match event:
        case AgentJoined(manager=manager, office=office):
            return Agent(manager, office)
        case AgentTransferred(manager=manager, office=office):
            return replace(agent, manager=manager, office=office)
        case _:
            assert_never(event)
