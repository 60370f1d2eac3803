"""When does a customer get or lose a tag, and when is it put into a group?"""

import pytest

from events.customers import (
    CustomerArchived,
    CustomerGrouped,
    CustomerTagged,
    CustomerUngrouped,
    CustomerUntagged,
    GroupDissolved,
    GroupFormed,
    GroupRenamed,
    GroupRevived,
)
from services.customers.application import customers
from services.customers.commands import (
    DissolveGroup,
    FormGroup,
    GroupCustomer,
    RenameGroup,
    ReviveGroup,
    TagCustomer,
    UngroupCustomer,
    UntagCustomer,
)
from services.customers.customer import CustomerIsArchived
from services.customers.group import GroupAlreadyFormed, GroupIsDissolved
from shared.refusals import Invalid
from shared.tags import MOST, TooManyTags
from tests.customers.words import CUSTOMER, NOBODY, OWNER, registered
from tests.spec import Spec

GROUP = NOBODY
formed = GroupFormed(name="Fair", owner_id=OWNER, branch="Shanghai")
form = FormGroup(group_id=GROUP, name="Fair", owner_id=OWNER, branch="Shanghai")
put = GroupCustomer(customer_id=CUSTOMER, group_id=GROUP)


@pytest.fixture
def group() -> Spec:
    return Spec(customers, GROUP)


def test_a_tag_is_written_in_one_way(customer: Spec) -> None:
    tag = TagCustomer(customer_id=CUSTOMER, tag="  ＶＩＰ   客户 ")
    customer.given(registered).when(tag).then(CustomerTagged(tag="VIP 客户"))
    customer.when(tag.model_copy(update={"tag": "vip 客户"})).nothing()


def test_a_tag_is_taken_away_however_it_is_capitalised(customer: Spec) -> None:
    untag = UntagCustomer(customer_id=CUSTOMER, tag="vip")
    customer.given(registered, CustomerTagged(tag="VIP")).when(untag).then(CustomerUntagged(tag="VIP"))
    customer.when(untag).nothing()


def test_a_customer_has_so_many_tags_and_no_more(customer: Spec) -> None:
    tags = [CustomerTagged(tag=f"tag {number}") for number in range(MOST)]
    one_more = TagCustomer(customer_id=CUSTOMER, tag="one more")
    customer.given(registered, *tags).when(one_more).refused(TooManyTags, "tag")


def test_an_archived_customer_is_not_tagged(customer: Spec) -> None:
    tag = TagCustomer(customer_id=CUSTOMER, tag="VIP")
    customer.given(registered, CustomerArchived(reason="")).when(tag).refused(CustomerIsArchived)


def test_a_customer_is_put_into_a_group_once_and_taken_out_once(customer: Spec) -> None:
    customer.given(registered).given(formed, on=GROUP).when(put).then(CustomerGrouped(group_id=GROUP))
    customer.when(put).nothing()
    out = UngroupCustomer(customer_id=CUSTOMER, group_id=GROUP)
    customer.when(out).then(CustomerUngrouped(group_id=GROUP))
    customer.when(out).nothing()


def test_there_must_be_such_a_group(customer: Spec) -> None:
    customer.given(registered).when(put).refused(Invalid, "group_id")


def test_a_group_is_formed_renamed_dissolved_and_revived(group: Spec) -> None:
    group.when(form).then(formed)
    group.when(form).nothing()
    group.when(form.model_copy(update={"name": "Other"})).refused(GroupAlreadyFormed, "group_id")
    rename = RenameGroup(group_id=GROUP, name="Fair in Shanghai")
    group.when(rename).then(GroupRenamed(name="Fair in Shanghai"))
    group.when(rename).nothing()
    group.when(DissolveGroup(group_id=GROUP)).then(GroupDissolved())
    group.when(rename).refused(GroupIsDissolved)
    group.when(ReviveGroup(group_id=GROUP)).then(GroupRevived())
    group.when(ReviveGroup(group_id=GROUP)).nothing()
