"""Which command concerns which customer?"""

from operator import attrgetter

from events.sales import AgentJoined
from services.customers import commands, customer
from shared.application import Aggregate, Application, Owned, Reference, Right
from shared.log.log import Log

CUSTOMER = Aggregate(
    name="customer",
    initial=customer.Customer(),
    evolve=customer.evolve,
    whose=lambda customer: Owned(customer.owner_id, customer.branch),
)
_EDIT = Right("customer", "edit")

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
        right=Right("customer", "create"),
        stream=_customer,
        decide=customer.register,
        creates=True,
        refers=_owner,
    )


def _changes(app: Application) -> None:
    app.handles(
        commands.AssignCustomer,
        CUSTOMER,
        right=Right("customer", "assign"),
        stream=_customer,
        decide=customer.assign,
        refers=_owner,
    )
    app.handles(
        commands.RenameCustomer,
        CUSTOMER,
        right=_EDIT,
        stream=_customer,
        decide=customer.rename,
    )
    app.handles(
        commands.ChangeContactDetails,
        CUSTOMER,
        right=_EDIT,
        stream=_customer,
        decide=customer.change_contact_details,
    )
    app.handles(
        commands.DescribePerson,
        CUSTOMER,
        right=_EDIT,
        stream=_customer,
        decide=customer.describe_person,
    )
    app.handles(
        commands.DescribeOrganization,
        CUSTOMER,
        right=_EDIT,
        stream=_customer,
        decide=customer.describe_organization,
    )
    app.handles(
        commands.ChangeLifecycle,
        CUSTOMER,
        right=Right("customer", "edit", {"to_stage": "lifecycle"}),
        stream=_customer,
        decide=customer.change_lifecycle,
    )
    app.handles(
        commands.RecognizePurchase,
        CUSTOMER,
        right=_EDIT,
        stream=_customer,
        decide=customer.recognize_purchase,
    )
    app.handles(
        commands.ArchiveCustomer,
        CUSTOMER,
        right=Right("customer", "remove", {"reason": "archive_reason"}),
        stream=_customer,
        decide=customer.archive,
    )
    app.handles(
        commands.RestoreCustomer,
        CUSTOMER,
        right=Right("customer", "remove"),
        stream=_customer,
        decide=customer.restore,
    )


def _owner(
    command: commands.RegisterCustomer | commands.AssignCustomer,
) -> dict[str, Reference]:
    return {"owner_id": Reference(command.owner_id, AgentJoined, "user")}
