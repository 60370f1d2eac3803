"""Which commands take one change back, what was changed since, and what do two changes make together?"""

from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import Engine

from events.activities import ActivityLogged, TaskDone, TaskPlanned
from events.customers import (
    ContactDetailsChanged,
    CustomerArchived,
    CustomerRegistered,
    CustomerRenamed,
    CustomerTagged,
    LifecycleChanged,
)
from services.activities.commands import RemoveActivity, ReopenTask
from services.activities.undoing import ACTIVITIES, TASKS
from services.customers.commands import (
    ArchiveCustomer,
    ChangeContactDetails,
    ChangeLifecycle,
    ContactDetails,
    RenameCustomer,
    RestoreCustomer,
    UntagCustomer,
)
from services.customers.undoing import UNDOABLE as CUSTOMERS
from services.gateway.pages.records.changes import Change, changes
from services.gateway.pages.records.merging import merge
from services.gateway.undoing.inverse import ChangedSince, NothingToUndo, inverse
from shared.commands import Command
from shared.events import Event
from shared.records import Recorded
from tests.activities.words import logged, planned
from tests.people import people
from tests.recording import history
from tests.records.conftest import Send

WHO = UUID(int=1)
registered = CustomerRegistered(kind="organization", name="Kan-code", owner_id=None, branch="East")
contact = ContactDetailsChanged(phones=("+86 1",), emails=("a@kan.example",), addresses=())
renamed = CustomerRenamed(name="Kancode")


def of(*events: Event) -> list[Recorded[Any]]:
    return history((WHO, list(events)))


def taken_back(records: list[Recorded[Any]], version: int, kind: Any = CUSTOMERS) -> list[Command]:
    return inverse(kind, WHO, records, records[version - 1].envelope.command_id)


@pytest.mark.parametrize(
    ("event", "back"),
    [
        (renamed, RenameCustomer(customer_id=WHO, name="Kan-code")),
        (contact, ChangeContactDetails(customer_id=WHO, contact=ContactDetails())),
        (
            LifecycleChanged(from_stage="prospect", to_stage="loyal"),
            ChangeLifecycle(customer_id=WHO, to_stage="prospect"),
        ),
        (CustomerArchived(reason="by mistake"), RestoreCustomer(customer_id=WHO)),
        (CustomerTagged(tag="VIP"), UntagCustomer(customer_id=WHO, tag="VIP")),
    ],
    ids=["name", "contact", "lifecycle", "archive", "tag"],
)
def test_a_change_is_taken_back_by_the_command_that_sets_it(event: Event, back: Command) -> None:
    assert taken_back(of(registered, event), 2) == [back]


def test_what_changed_elsewhere_since_stays() -> None:
    assert taken_back(of(registered, renamed, contact), 2) == [
        RenameCustomer(customer_id=WHO, name="Kan-code")
    ]


def test_what_was_changed_again_since_is_not_taken_back() -> None:
    with pytest.raises(ChangedSince):
        taken_back(of(registered, renamed, CustomerRenamed(name="K")), 2)


def test_a_new_record_is_taken_back_unless_something_came_of_it() -> None:
    (command,) = taken_back(of(registered), 1)
    assert isinstance(command, ArchiveCustomer)
    with pytest.raises(ChangedSince):
        taken_back(of(registered, renamed), 1)


def test_a_record_that_knows_nothing_of_the_change_has_nothing_to_take_back() -> None:
    with pytest.raises(NothingToUndo):
        inverse(CUSTOMERS, WHO, of(registered), UUID(int=99))


def test_logging_and_ticking_off_are_taken_back() -> None:
    call: ActivityLogged = logged
    task: TaskPlanned = planned
    assert taken_back(of(call), 1, ACTIVITIES) == [RemoveActivity(activity_id=WHO)]
    done = TaskDone(customer_id=None, deal_id=task.deal_id)
    assert taken_back(of(task, done), 2, TASKS) == [ReopenTask(task_id=WHO)]


def test_each_event_tells_what_it_changed_and_what_was_there_before() -> None:
    found = changes(of(registered, contact, renamed))
    assert found[3] == [Change("name", "Kan-code", "Kancode")]
    assert [(each.field, each.before) for each in found[2]] == [("phones", None), ("emails", None)]


def everything(_: str) -> bool:
    return True


def sent(**fields: Any) -> dict[str, Any]:
    known = {"phones": ["+86 1"], "emails": ["a@kan.example"], "addresses": []}
    return {"customer_id": str(WHO), "contact": {**known, **fields}}


def test_what_only_one_of_two_changed_is_kept() -> None:
    theirs = ContactDetailsChanged(phones=("+86 1",), emails=("b@kan.example",), addresses=())
    merged = merge(sent(phones=["+86 2"]), of(registered, contact, theirs), 2, everything)
    assert merged.conflicts == []
    assert merged.body["contact"]["phones"] == ["+86 2"]
    assert list(merged.body["contact"]["emails"]) == ["b@kan.example"]


def test_what_both_changed_is_to_be_chosen() -> None:
    theirs = ContactDetailsChanged(phones=("+86 3",), emails=("a@kan.example",), addresses=())
    (conflict,) = merge(sent(phones=["+86 2"]), of(registered, contact, theirs), 2, everything).conflicts
    assert (conflict.path, conflict.mine, conflict.theirs, conflict.original, conflict.actor) == (
        "contact.phones",
        ["+86 2"],
        ("+86 3",),
        ("+86 1",),
        "zhang.wei",
    )


def test_what_is_hidden_from_the_reader_is_told_in_no_way() -> None:
    theirs = ContactDetailsChanged(phones=("+86 3",), emails=("b@kan.example",), addresses=())
    for phones in ([], ["+86 1"], ["+86 2"], ["+86 3"]):
        merged = merge(sent(phones=phones), of(registered, contact, theirs), 0, lambda field: False)
        assert merged == (sent(phones=phones), [])


def test_what_both_changed_to_the_same_needs_no_choice() -> None:
    theirs = ContactDetailsChanged(phones=("+86 2",), emails=("a@kan.example",), addresses=())
    assert merge(sent(phones=["+86 2"]), of(registered, contact, theirs), 2, everything).conflicts == []


def test_a_change_is_taken_back_over_http_once(http: httpx.Client, send: Send, customer: str) -> None:
    receipt = send("customers/rename-customer", customer_id=customer, name="By mistake")
    assert receipt["undo"] == f"/api/v1/undo/{customer}"
    body = {"command_id": receipt["command_id"]}
    back = send(f"undo/{customer}", **body)
    again = http.post(f"/api/v1/undo/{customer}", json=body, headers={"Accept-Language": "en"})
    found = http.get(f"/api/v1/customers/{customer}?min_position={back['position']}").json()
    assert found["name"] == "上海凯捷"
    assert (again.status_code, again.json()["kind"]) == (409, "ChangedSince")


def test_nobody_takes_back_what_they_may_not_see(
    http: httpx.Client, send: Send, customer: str, module_database: Engine
) -> None:
    receipt = send("customers/rename-customer", customer_id=customer, name="Secret")
    stranger = people(module_database).person("salesperson", "West")
    http.cookies.clear()
    answer = http.post(
        f"/api/v1/undo/{customer}", json={"command_id": receipt["command_id"]}, headers=stranger.headers
    )
    timeline = http.get(f"/timeline/{customer}", headers={**stranger.headers, "Accept": "text/html"})
    assert (answer.status_code, timeline.status_code) == (404, 404)
    assert "Secret" not in timeline.text
