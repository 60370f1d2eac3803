"""Which command concerns which customer?"""

from operator import attrgetter

from events.sales import AgentJoined
from services.customers import commands, customer
from shared.application import Aggregate, Application, Reference
from shared.log.log import Log

CUSTOMER = Aggregate(name="customer", initial=customer.Customer(), evolve=customer.evolve)

_customer = attrgetter("customer_id")


def customers(log: Log) -> Application:
    """The customers service, kept in this log."""
    app = Application("customers", log)
    _registration(app)
    _changes(app)
    return app


def _registration(app: Application) -> None:
    app.handles(
        commands.RegisterCustomer,
        CUSTOMER,
        stream=_customer,
        decide=customer.register,
        creates=True,
        refers=_owner,
    )


def _changes(app: Application) -> None:
    app.handles(
        commands.AssignCustomer,
        CUSTOMER,
        stream=_customer,
        decide=customer.assign,
        refers=_owner,
    )
    app.handles(commands.RenameCustomer, CUSTOMER, stream=_customer, decide=customer.rename)
    app.handles(
        commands.ChangeContactDetails,
        CUSTOMER,
        stream=_customer,
        decide=customer.change_contact_details,
    )
    app.handles(
        commands.DescribePerson,
        CUSTOMER,
        stream=_customer,
        decide=customer.describe_person,
    )
    app.handles(
        commands.DescribeOrganization,
        CUSTOMER,
        stream=_customer,
        decide=customer.describe_organization,
    )
    app.handles(
        commands.ChangeLifecycle,
        CUSTOMER,
        stream=_customer,
        decide=customer.change_lifecycle,
    )
    app.handles(
        commands.RecognizePurchase,
        CUSTOMER,
        stream=_customer,
        decide=customer.recognize_purchase,
    )
    app.handles(commands.ArchiveCustomer, CUSTOMER, stream=_customer, decide=customer.archive)
    app.handles(commands.RestoreCustomer, CUSTOMER, stream=_customer, decide=customer.restore)


def _owner(
    command: commands.RegisterCustomer | commands.AssignCustomer,
) -> dict[str, Reference]:
    return {"owner_id": Reference(command.owner_id, AgentJoined)}
