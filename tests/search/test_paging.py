"""Does a reader see every row of a list once?"""

from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import pytest

from shared.paging import Key, Keyset, chosen, decoded, encoded
from shared.refusals import Invalid


class Name(NamedTuple):
    name: str
    name_id: UUID


NAMES = [Name(name, UUID(int=number)) for number, name in enumerate(["张三", "anna", "bob"])]
BY_NAME = Keyset((Key("n.name", "name", str), Key("n.name_id", "name_id", UUID)))


def test_a_full_page_leads_to_the_next_one() -> None:
    page = BY_NAME.page(NAMES, 2, lambda row: row.name)
    assert page.items == ["张三", "anna"]
    condition, values = BY_NAME.after(page.next_cursor)
    assert condition == "(n.name, n.name_id) > (:after_name, :after_name_id)"
    assert values == {"after_name": "anna", "after_name_id": UUID(int=1)}


def test_the_last_page_leads_nowhere() -> None:
    assert BY_NAME.page(NAMES, 3, lambda row: row).next_cursor is None
    assert BY_NAME.page([], 3, lambda row: row).items == []


def test_a_list_is_read_from_its_end() -> None:
    backwards = BY_NAME.reversed()
    assert backwards.order() == "n.name desc, n.name_id desc"
    assert "<" in backwards.after(encoded(["anna", UUID(int=1)]))[0]


@pytest.mark.parametrize("cursor", ["", "###", "é", "YWJj", encoded(["anna"]), encoded(["anna", "no id"])])
def test_a_cursor_nobody_gave_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refusal:
        decoded(cursor, (str, UUID))
    assert refusal.value.field == "cursor"


@pytest.mark.parametrize(("value", "kind"), [("a\x00", str), ("1E999999", Decimal), ("NaN", Decimal)])
def test_a_cursor_no_database_could_have_given_is_refused(value: str, kind: type) -> None:
    with pytest.raises(Invalid):
        decoded(encoded([value]), (kind,))


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        chosen({"name": BY_NAME}, "age")
    assert refusal.value.field == "sort"
