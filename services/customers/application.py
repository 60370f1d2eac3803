"""Which command concerns which customer or group?"""

from functools import partial
from operator import attrgetter
from typing import Any

from events.configuration import COMPANY, fields_of
from events.customers import GroupFormed
from projections.configuration.company import COMPANY_SETTINGS
from projections.configuration.defined_fields import FIELDS
from projections.identity.owners import USERS, owner_of
from services.customers import commands, customer, group, tagging
from shared.application import Aggregate, Application, Consulted, Owned, Reference, Right
from shared.log.log import Log
from shared.rights.directory import Directory

CUSTOMER = Aggregate(
    name="customer",
    initial=customer.Customer(),
    evolve=customer.evolve,
    whose=lambda customer: Owned(customer.owner_id, customer.branch),
)
GROUP = Aggregate(
    name="group",
    initial=group.Group(),
    evolve=group.evolve,
    whose=lambda group: Owned(group.owner_id, group.branch),
)
_EDIT = Right("customer", "edit")

_customer = attrgetter("customer_id")


def customers(log: Log, directory: Directory | None = None) -> Application:
    """The customers service, kept in this log."""
    app = Application("customers", log, directory)
    _registration(app)
    _changes(app)
    _tags(app)
    _groups(app)
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
        consults=lambda _, command: {**_fields(), **_company(), **owner_of(command)},
    )


def _changes(app: Application) -> None:
    app.handles(
        commands.AssignCustomer,
        CUSTOMER,
        right=Right("customer", "assign"),
        stream=_customer,
        decide=customer.assign,
        refers=_owner,
        consults=lambda _, command: owner_of(command),
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
        consults=_company,
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
        commands.ChangeCustomFields,
        CUSTOMER,
        right=_EDIT,
        stream=_customer,
        decide=customer.change_custom_fields,
        consults=_fields,
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


def _tags(app: Application) -> None:
    tags = Right("customer", "edit", {"tag": "tags"})
    app.handles(commands.TagCustomer, CUSTOMER, right=tags, stream=_customer, decide=tagging.tag)
    app.handles(commands.UntagCustomer, CUSTOMER, right=tags, stream=_customer, decide=tagging.untag)
    handles = partial(app.handles, aggregate=CUSTOMER, stream=_customer)
    groups = Right("customer", "edit", {"group_id": "groups"})
    handles(commands.GroupCustomer, right=groups, decide=tagging.put_into, refers=_group)
    handles(commands.UngroupCustomer, right=groups, decide=tagging.take_out)


def _groups(app: Application) -> None:
    handles = partial(app.handles, aggregate=GROUP, stream=attrgetter("group_id"))
    handles(commands.FormGroup, right=Right("view", "create"), decide=group.form, creates=True)
    handles(commands.RenameGroup, right=Right("view", "edit"), decide=group.rename)
    handles(commands.DissolveGroup, right=Right("view", "remove"), decide=group.dissolve)
    handles(commands.ReviveGroup, right=Right("view", "remove"), decide=group.revive)


def _group(command: commands.GroupCustomer) -> dict[str, Reference]:
    return {"group_id": Reference(command.group_id, GroupFormed, "view")}


def _owner(
    command: commands.RegisterCustomer | commands.AssignCustomer,
) -> dict[str, Reference]:
    return {"owner_id": Reference(command.owner_id, USERS, "user")}


def _company(*_: Any) -> dict[str, Consulted]:
    return {"company": Consulted(COMPANY, COMPANY_SETTINGS)}


def _fields(*_: Any) -> dict[str, Consulted]:
    return {"fields": Consulted(fields_of("customer"), FIELDS)}
