"""What can be asked about customers, and groups of them and of deals?"""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from services.customers.contact import phone_number
from shared.commands import Amount, Command, Currency, Line, ShortLine, Text
from shared.days import PastDay
from shared.mail_addresses import Email
from shared.tags import Tag

Phone = Annotated[Line, AfterValidator(phone_number)]


class AddressInput(BaseModel):
    """A postal address as it is typed in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: ShortLine = ""
    street: ShortLine = ""
    city: ShortLine = ""
    region: ShortLine = ""
    postal_code: ShortLine = ""
    country: ShortLine = ""


class ContactDetails(BaseModel):
    """How a customer can be reached."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    phones: tuple[Phone, ...] = Field(default=(), max_length=20)
    emails: tuple[Email, ...] = Field(default=(), max_length=20)
    addresses: tuple[AddressInput, ...] = Field(default=(), max_length=20)


class PersonDetails(BaseModel):
    """What is known of a person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sex: Literal["female", "male", "other"] | None = None
    birth_date: PastDay | None = None
    company: Line | None = None
    job_title: Line | None = None


class OrganizationDetails(BaseModel):
    """What is known of an organization."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sector: Line | None = None
    founded_year: int | None = Field(default=None, ge=1000, le=2200)
    annual_revenue: Amount | None = None
    revenue_currency: Currency | None = None
    employees: int | None = Field(default=None, ge=0, le=100_000_000)
    country: Line | None = None
    parent_name: Line | None = None


class RegisterCustomer(Command):
    """Without a branch, the customer is in that of its owner."""

    customer_id: UUID
    kind: Literal["person", "organization"]
    name: Line
    owner_id: UUID | None = None
    branch: ShortLine | None = None
    contact: ContactDetails | None = None
    person: PersonDetails | None = None
    organization: OrganizationDetails | None = None
    custom: dict[str, Any] = Field(default={}, max_length=100)


class RenameCustomer(Command):
    customer_id: UUID
    name: Line


class ChangeContactDetails(Command):
    customer_id: UUID
    contact: ContactDetails


class DescribePerson(Command):
    customer_id: UUID
    person: PersonDetails


class DescribeOrganization(Command):
    customer_id: UUID
    organization: OrganizationDetails


class AssignCustomer(Command):
    """Without a branch, the customer moves into that of its new owner."""

    customer_id: UUID
    owner_id: UUID | None
    branch: ShortLine | None = None


class ChangeLifecycle(Command):
    customer_id: UUID
    to_stage: Literal["prospect", "customer", "loyal", "lost"]


class RecognizePurchase(Command):
    """A first purchase makes a prospect (or a lost one) a customer; later ones change nothing."""

    customer_id: UUID


class ChangeCustomFields(Command):
    """Fields that are not named stay as they are; null takes a value away."""

    customer_id: UUID
    custom: dict[str, Any] = Field(min_length=1, max_length=100)


class ArchiveCustomer(Command):
    customer_id: UUID
    reason: Text = ""


class RestoreCustomer(Command):
    customer_id: UUID


class TagCustomer(Command):
    customer_id: UUID
    tag: Tag


class UntagCustomer(Command):
    customer_id: UUID
    tag: Tag


class GroupCustomer(Command):
    """Put the customer into a group."""

    customer_id: UUID
    group_id: UUID


class UngroupCustomer(Command):
    customer_id: UUID
    group_id: UUID


class FormGroup(Command):
    """A named list, into which customers and deals are put one by one."""

    group_id: UUID
    name: Line
    owner_id: UUID | None = None
    branch: ShortLine = ""


class RenameGroup(Command):
    group_id: UUID
    name: Line


class DissolveGroup(Command):
    """The group is offered no more; who was in it, and its history, stay."""

    group_id: UUID


class ReviveGroup(Command):
    group_id: UUID
