"""Does every event say which of its fields hold personal data?"""

import pytest

import events  # noqa: F401 - declares every event
from shared.events import Event, Personal, event_classes, event_name, marked_fields

# Names of people, and texts people write freely, in which names stand.
PERSONAL = {
    *("manager", "reason", "title", "subject", "body", "phones", "emails", "addresses"),
    *("birth_date", "sex", "job_title"),
}
DECLARED = [cls for cls in event_classes() if cls.__module__.startswith("events.")]


@pytest.mark.parametrize("cls", DECLARED, ids=event_name)
def test_names_of_people_and_free_texts_are_marked(cls: type[Event]) -> None:
    assert PERSONAL.intersection(cls.__struct_fields__) <= set(marked_fields(cls, Personal))


@pytest.mark.parametrize("cls", DECLARED, ids=event_name)
def test_whose_data_it_is_stands_in_the_event(cls: type[Event]) -> None:
    owners = {mark.of for mark in marked_fields(cls, Personal).values()}
    assert owners <= {"stream_id", *cls.__struct_fields__}
