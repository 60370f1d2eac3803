"""A customer as an import brings it, where a test needs no file."""

from uuid import uuid4

from sqlalchemy import Engine

from services.customers.application import customers
from services.customers.commands import RegisterCustomer
from shared.log.log import Log
from shared.records import Header, Receipt


def imported(engine: Engine) -> Receipt:
    """Registers it, straight into the log."""
    header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="import", branch="", source="import")
    command = RegisterCustomer(customer_id=uuid4(), kind="organization", name="Brought along")
    return customers(Log(engine)).handle(command, header)
