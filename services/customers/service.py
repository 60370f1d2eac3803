"""Which calls does the customers service take over RabbitMQ?"""

from collections.abc import Sequence
from typing import Any

from projections.identity.access import Access
from services.customers import commands
from services.customers.application import customers
from shared.nameko_context import Answer, Caller, Context, rpc
from shared.rpc import Sent


class CustomersService:
    """Commands about customers and groups: one entrypoint each."""

    name = "customers"
    customers: Caller = Context(customers, Access)

    @rpc
    def register_customer(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.RegisterCustomer, payload)

    @rpc
    def rename_customer(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.RenameCustomer, payload)

    @rpc
    def change_contact_details(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.ChangeContactDetails, payload)

    @rpc
    def describe_person(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.DescribePerson, payload)

    @rpc
    def describe_organization(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.DescribeOrganization, payload)

    @rpc
    def change_custom_fields(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.ChangeCustomFields, payload)

    @rpc
    def assign_customer(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.AssignCustomer, payload)

    @rpc
    def change_lifecycle(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.ChangeLifecycle, payload)

    @rpc
    def recognize_purchase(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.RecognizePurchase, payload)

    @rpc
    def archive_customer(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.ArchiveCustomer, payload)

    @rpc
    def restore_customer(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.RestoreCustomer, payload)

    @rpc
    def tag_customer(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.TagCustomer, payload)

    @rpc
    def untag_customer(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.UntagCustomer, payload)

    @rpc
    def group_customer(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.GroupCustomer, payload)

    @rpc
    def ungroup_customer(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.UngroupCustomer, payload)

    @rpc
    def form_group(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.FormGroup, payload)

    @rpc
    def rename_group(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.RenameGroup, payload)

    @rpc
    def dissolve_group(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.DissolveGroup, payload)

    @rpc
    def revive_group(self, **payload: Any) -> Answer:
        return self.customers.handle(commands.ReviveGroup, payload)

    @rpc
    def handle_many(self, commands: Sequence[Sent]) -> list[Answer] | Answer:
        return self.customers.handle_many(commands)
