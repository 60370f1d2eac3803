"""Rules about fields that administrators added hold for each of them by itself."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from shared.commands import Command
from shared.refusals import Invalid
from shared.rights.fields import check_fields
from shared.rights.principal import Principal, Rights
from shared.rights.right import Right

EDIT = Right("file", "edit")
SETTER = Principal(user_id=UUID(int=1), name="", rights=Rights(fixed=frozenset({"file.custom.budget"})))


class Note(Command):
    file_id: UUID = UUID(int=2)
    custom: dict[str, Any]


class File(msgspec.Struct, frozen=True):
    custom: dict[str, Any]


FOUND = File({"budget": 5, "colour": "red"})


def test_a_field_of_ones_own_that_is_read_only_is_refused_by_its_name() -> None:
    with pytest.raises(Invalid) as refusal:
        check_fields(SETTER, EDIT, Note(custom={"budget": 6, "colour": "blue"}), FOUND)
    assert [each["field"] for each in refusal.value.details["problems"]] == ["custom.budget"]


def test_others_beside_it_may_be_changed_and_it_may_be_said_again() -> None:
    check_fields(SETTER, EDIT, Note(custom={"budget": 5, "colour": "blue"}), FOUND)


def test_a_new_record_may_not_begin_with_it_either() -> None:
    with pytest.raises(Invalid):
        check_fields(SETTER, EDIT, Note(custom={"budget": 6}), None)
