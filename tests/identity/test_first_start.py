"""Which roles are there after the first start, and do they stay as people change them?"""

from uuid import uuid4

from sqlalchemy import Engine

from events.identity import role_id
from services.identity.application import identity
from services.identity.built_in import built_in_roles
from services.identity.commands import ChangeRole
from services.identity.defining import define_built_in_roles
from services.operations.migration import prepare
from shared.log.log import Log
from shared.records import Header


def test_a_prepared_database_has_the_built_in_roles_once(database: Engine) -> None:
    prepare(database)
    prepare(database)
    streams = Log(database).streams([role_id(role.key) for role in built_in_roles()])
    assert [len(records) for records in streams.values()] == [1] * 6


def test_a_changed_role_stays_as_it_is(database: Engine) -> None:
    app = identity(Log(database))
    define_built_in_roles(app)
    less = ChangeRole(key="viewer", name="Guest", grants={"deal.see": "own"})
    header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="cli", branch="", source="cli")
    app.handle(less, header)
    define_built_in_roles(app)
    assert len(app.log.stream(role_id("viewer"))) == 2
