"""Which fields does a customer show on its page?"""

from collections.abc import Iterable
from typing import Any

import msgspec
from pydantic import BaseModel

from projections.customers.record import CustomerRecord
from services.customers.commands import ContactDetails, OrganizationDetails, PersonDetails
from services.gateway.language import translated
from services.gateway.pages import words
from services.gateway.pages.event_words import TITLES
from services.gateway.pages.records.fields import Command, Reading, RecordField

_GROUPS: dict[str, type[BaseModel]] = {
    "contact": ContactDetails,
    "person": PersonDetails,
    "organization": OrganizationDetails,
}
_COMMANDS = {
    "contact": "customers/change-contact-details",
    "person": "customers/describe-person",
    "organization": "customers/describe-organization",
}


class CustomerFields:
    """The fields of one customer, in one language."""

    def __init__(self, customer: CustomerRecord, read: Reading, branches: Iterable[tuple[str, str]]) -> None:
        self._customer = customer
        self._read = read
        self._branches = dict(branches)
        self._plain: dict[str, Any] = msgspec.to_builtins(customer)
        self._own = {"customer_id": str(customer.customer_id)}

    def contact(self) -> list[RecordField]:
        """How to reach them."""
        return [
            self._detail("contact", "phones", "lines")._replace(reach="tel"),
            self._detail("contact", "emails", "lines")._replace(reach="mailto"),
        ]

    def profile(self) -> list[RecordField]:
        """What a person or an organization is described by."""
        if self._customer.kind == "person":
            return [
                self._detail("person", "company"),
                self._detail("person", "job_title"),
                self._choice("person", "sex", words.SEXES),
                self._detail("person", "birth_date", "date"),
            ]
        return [
            self._detail("organization", "sector"),
            self._detail("organization", "employees", "number"),
            self._revenue(),
            self._detail("organization", "founded_year", "year"),
            self._detail("organization", "country"),
            self._detail("organization", "parent_name"),
        ]

    def assignment(self) -> list[RecordField]:
        """Whose customer it is, and how far they are."""
        return [self._lifecycle(), self._owner(), self._branch()]

    def name(self) -> RecordField:
        """The title of the page."""
        customer = self._customer
        command = Command("customers/rename-customer", {**self._own, "name": customer.name}, "name")
        return self._field("name", customer.name, customer.name, "text", command)._replace(required=True)

    def _detail(self, group: str, name: str, kind: str = "text") -> RecordField:
        value = self._plain[name]
        return self._field(name, self._shown(name, kind), value, kind, self._command(group, name))

    def _command(self, group: str, name: str) -> Command:
        body = {each: self._plain[each] for each in _GROUPS[group].model_fields}
        return Command(_COMMANDS[group], {**self._own, group: body}, f"{group}.{name}")

    def _shown(self, name: str, kind: str) -> Any:
        value = getattr(self._customer, name)
        if value is None or kind not in ("number", "date"):
            return value
        return self._read.formats.number(value) if kind == "number" else self._read.formats.day(value)

    def _choice(self, group: str, name: str, known: dict[str, str]) -> RecordField:
        value = self._plain[name]
        options = tuple((code, translated(self._read.language, word)) for code, word in known.items())
        shown = dict(options).get(value)
        return self._field(name, shown, value, "choice", self._command(group, name))._replace(options=options)

    def _revenue(self) -> RecordField:
        customer = self._customer
        command = self._command("organization", "annual_revenue")._replace(
            currency_path="organization.revenue_currency"
        )
        amount = customer.annual_revenue
        shown = self._read.formats.money(amount, customer.revenue_currency) if amount is not None else None
        value = self._plain["annual_revenue"]
        field = self._field("annual_revenue", shown, value, "money", command)
        return field._replace(currency=customer.revenue_currency or "CNY")

    def _lifecycle(self) -> RecordField:
        known = {code: translated(self._read.language, word) for code, word in words.LIFECYCLE.items()}
        value = self._customer.lifecycle
        command = Command("customers/change-lifecycle", {**self._own, "to_stage": value}, "to_stage")
        field = self._field("lifecycle", known.get(value, value), value, "choice", command)
        return field._replace(options=tuple(known.items()), required=True)

    def _owner(self) -> RecordField:
        value = self._plain["owner_id"]
        # Without a branch it goes to that of its new owner.
        body = {**self._own, "owner_id": value}
        command = Command("customers/assign-customer", body, "owner_id", "assign")
        shown = self._customer.owner_name
        field = self._field("owner_id", shown, value, "user", command)
        return field._replace(options=tuple(self._read.people.items()))

    def _branch(self) -> RecordField:
        customer = self._customer
        body = {**self._own, "owner_id": self._plain["owner_id"], "branch": customer.branch}
        command = Command("customers/assign-customer", body, "branch", "assign")
        shown = self._branches.get(customer.branch, customer.branch)
        field = self._field("branch", shown, customer.branch, "choice", command)
        return field._replace(options=tuple(self._branches.items()), required=True)

    def _field(self, name: str, shown: Any, value: Any, kind: str, command: Command) -> RecordField:
        return RecordField(name, translated(self._read.language, TITLES[name]), shown, value, kind, command)
