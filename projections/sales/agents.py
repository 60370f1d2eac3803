"""Who sells, for which manager and in which office?"""

from uuid import UUID

from sqlalchemy import Connection, text

from events.sales import AgentJoined, AgentLeft, AgentReturned, AgentTransferred
from shared.projection import Projection, Row
from shared.records import Recorded


class Agent(Row):
    agent_id: UUID
    name: str
    manager: str
    office: str
    left: bool = False


sales_agents = Projection("sales_agents", version=2, row=Agent)


@sales_agents.on(AgentJoined)
def joined(_: Agent | None, record: Recorded[AgentJoined]) -> Agent:
    agent = record.event
    return Agent(record.stream_id, agent.name, agent.manager, agent.office)


@sales_agents.on(AgentTransferred)
def transferred(row: Agent, record: Recorded[AgentTransferred]) -> Agent:
    row.manager, row.office = record.event.manager, record.event.office
    return row


@sales_agents.on(AgentLeft, AgentReturned)
def left(row: Agent, record: Recorded[AgentLeft | AgentReturned]) -> Agent:
    row.left = isinstance(record.event, AgentLeft)
    return row


def agents(connection: Connection) -> list[Agent]:
    """Every agent who sells, by name."""
    return [agent for agent in everyone(connection) if not agent.left]


def everyone(connection: Connection) -> list[Agent]:
    """Every agent, those who left too, by name."""
    rows = connection.execute(text("select * from read.sales_agents order by name, agent_id"))
    return [Agent(**row._mapping) for row in rows]
