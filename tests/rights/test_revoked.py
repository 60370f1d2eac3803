"""Does a right that is taken away act on the next command, when another process decides it?"""

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from events.sign_in import session_id
from services.identity.commands import DeactivateUser, GiveRoles
from services.identity.secrets.bearer import digest
from services.identity.sign_in_commands import EndSession
from services.sales.commands import OpenDeal, RenameDeal
from shared.amqp_bus import AmqpBus
from shared.blocking import Blocking
from shared.records import Header, Receipt
from shared.refusals import Forbidden, NotFound
from tests.contracts.processes import ServiceProcess
from tests.people import People, Person, people

SALES = "services.sales.service:SalesService"


@pytest.fixture(scope="module")
def staff(module_database: Engine) -> People:
    """Everybody; their rights are changed in this process."""
    return people(module_database)


@pytest.fixture(scope="module")
def bus(
    module_database: Engine, amqp_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Blocking]:
    """The way to the sales service, which is a process of its own behind RabbitMQ."""
    url = module_database.url.render_as_string(hide_password=False)
    process = ServiceProcess(amqp_url, url, tmp_path_factory.mktemp("sales") / "log", SALES)
    bus = Blocking(AmqpBus(amqp_url))
    try:
        process.wait_until_ready()
        yield bus
    finally:
        bus.close()
        process.kill()


@pytest.fixture
def seller(staff: People) -> Person:
    """A salesperson of the north, who has not been told of anything yet."""
    return staff.person("salesperson", "north")


def opened(bus: Blocking, seller: Person) -> UUID:
    return sent(
        bus, seller, OpenDeal(deal_id=uuid4(), title="First", amount=Decimal(1), currency="EUR")
    ).stream_id


def renamed(bus: Blocking, seller: Person, deal_id: UUID, credential: UUID | None = None) -> Receipt:
    return sent(bus, seller, RenameDeal(deal_id=deal_id, title=f"Renamed {uuid4()}"), credential)


def sent(
    bus: Blocking, seller: Person, command: OpenDeal | RenameDeal, credential: UUID | None = None
) -> Receipt:
    header = Header(
        command_id=uuid4(),
        correlation_id=uuid4(),
        actor=str(seller.user_id),
        branch="",
        source="api",
        credential=credential,
    )
    return bus.call(command, header, 10)


def test_without_the_role_there_is_nothing_to_rename(bus: Blocking, staff: People, seller: Person) -> None:
    deal_id = opened(bus, seller)
    assert renamed(bus, seller, deal_id).version == 2
    staff.do(GiveRoles(user_id=seller.user_id, roles=()))
    with pytest.raises(NotFound):
        renamed(bus, seller, deal_id)


def test_with_a_smaller_role_it_is_seen_and_not_renamed(bus: Blocking, staff: People, seller: Person) -> None:
    deal_id = opened(bus, seller)
    assert renamed(bus, seller, deal_id).version == 2
    staff.do(GiveRoles(user_id=seller.user_id, roles=("viewer",)))
    with pytest.raises(Forbidden):
        renamed(bus, seller, deal_id)


def test_who_has_left_sends_nothing_any_more(bus: Blocking, staff: People, seller: Person) -> None:
    deal_id = opened(bus, seller)
    staff.do(DeactivateUser(user_id=seller.user_id))
    with pytest.raises(Forbidden):
        renamed(bus, seller, deal_id)


def test_a_session_that_has_ended_sends_nothing_any_more(
    bus: Blocking, staff: People, seller: Person
) -> None:
    session = session_id(digest(seller.session))
    deal_id = opened(bus, seller)
    assert renamed(bus, seller, deal_id, session).version == 2
    staff.do(EndSession(session_id=session, cause="revoked", by=None))
    with pytest.raises(Forbidden):
        renamed(bus, seller, deal_id, session)
