"""Do the read models of activities and tasks tell what happened, and answer what is asked of them?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import msgspec
import pytest
from sqlalchemy import Connection, Engine

from events.activities import (
    ActivityCorrected,
    ActivityLogged,
    ActivityRemoved,
    ActivityRestored,
    NoticeRead,
    NoticesRead,
    ReminderMailed,
    TaskDone,
    TaskDropped,
    TaskPlanned,
    TaskReassigned,
    TaskReminded,
    TaskRenamed,
    TaskReopened,
    TaskRescheduled,
)
from projections.activities import task_list
from projections.activities.activities import activities, find
from projections.activities.last_contacts import last_contact, last_contacts
from projections.activities.next_steps import next_steps
from projections.activities.notices import notices, notices_read, of_user, unread
from projections.activities.task_fold import tasks
from projections.history.record_index import record_index
from shared.events import Event
from shared.log.fence import Fence
from shared.log.log import Log
from shared.projection import Projection
from shared.projector.engine import Projector
from shared.records import Commit, Header, Recorded
from shared.rights.condition import EVERYTHING, NOTHING, Condition
from tests.projections.folding import rows
from tests.recording import history, recorded

KAN, BIG, ANNA, MELVIN, CALL, VISIT, NOTE, SOON, LATER, SOMETIME, GONE, READING = (
    UUID(int=n) for n in range(1, 13)
)
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
READ_MODELS = (activities, last_contacts, next_steps, notices, notices_read, tasks)


def _logged(kind: str, at: datetime, deal_id: UUID | None = None) -> ActivityLogged:
    return ActivityLogged(
        kind=kind,
        subject=f"A {kind}",
        body="",
        happened_at=at,
        owner_id=ANNA,
        branch="East",
        customer_id=KAN,
        deal_id=deal_id,
    )


def _planned(title: str, due_at: datetime | None, owner_id: UUID = ANNA) -> TaskPlanned:
    return TaskPlanned(
        kind="call",
        title=title,
        due_at=due_at,
        remind_at=None,
        owner_id=owner_id,
        branch="East",
        customer_id=KAN,
        deal_id=BIG,
    )


_ABOUT = {"customer_id": KAN, "deal_id": BIG}
STREAMS: list[tuple[UUID, list[Event]]] = [
    (CALL, [_logged("call", NOON - DAY)]),
    (
        VISIT,
        [
            _logged("mail", NOON - HOUR, BIG),
            ActivityCorrected(
                kind="visit", subject="At the plant", body="4 people", happened_at=NOON, **_ABOUT
            ),
            ActivityRemoved(reason="by mistake", **_ABOUT),
            ActivityRestored(kind="visit", happened_at=NOON, **_ABOUT),
        ],
    ),
    (NOTE, [_logged("note", NOON + HOUR), ActivityRemoved(reason="", customer_id=KAN, deal_id=None)]),
    (
        SOON,
        [
            _planned("Call", NOON + DAY),
            TaskRenamed(kind="mail", title="Mail them", **_ABOUT),
            TaskRescheduled(due_at=NOON - HOUR, remind_at=NOON, **_ABOUT),
            TaskReminded(owner_id=ANNA, remind_at=NOON, by_mail=True),
            ReminderMailed(remind_at=NOON),
        ],
    ),
    (LATER, [_planned("Demo", NOON + HOUR), TaskReassigned(owner_id=MELVIN, branch="West", **_ABOUT)]),
    (
        SOMETIME,
        [
            _planned("Think", None),
            TaskDropped(reason="", **_ABOUT),
            TaskReopened(kind="call", title="Think", due_at=None, owner_id=ANNA, branch="East", **_ABOUT),
        ],
    ),
    (GONE, [_planned("Offer", NOON - DAY), TaskDone(**_ABOUT)]),
    (READING, [NoticesRead(owner_id=MELVIN, upto=0), NoticeRead(owner_id=ANNA, notice_id=uuid5(SOON, "4"))]),
]
HISTORY = history(*STREAMS)


@pytest.mark.parametrize("projection", READ_MODELS, ids=lambda projection: projection.name)
def test_folding_again_and_in_other_batches_gives_the_same_rows(projection: Projection) -> None:
    at_once = rows(projection, HISTORY)
    assert at_once
    assert rows(projection, HISTORY) == at_once
    assert rows(projection, *([record] for record in HISTORY)) == at_once


def test_the_last_contact_is_no_note_and_comes_back_when_it_is_restored() -> None:
    found = rows(last_contacts, HISTORY)
    assert {key: (row.activity_id, row.kind, row.happened_at) for key, row in found.items()} == {
        KAN: (VISIT, "visit", NOON),
        BIG: (VISIT, "visit", NOON),
    }
    removed = history((CALL, STREAMS[0][1]), (VISIT, STREAMS[1][1][:3]))
    assert rows(last_contacts, removed)[KAN].activity_id == CALL
    assert BIG not in rows(last_contacts, removed)


def test_the_next_step_is_the_open_task_that_is_due_first() -> None:
    for record in rows(next_steps, HISTORY).values():
        assert (record.task_id, record.kind, record.title) == (SOON, "mail", "Mail them")
        assert (record.due_at, record.owner_id, record.open_tasks) == (NOON - HOUR, ANNA, 3)


def test_what_is_to_be_done_with_a_customer_apart_from_deals_is_told_apart() -> None:
    plain = msgspec.structs.replace(_planned("Send a card", NOON + DAY), deal_id=None)
    found = rows(next_steps, history((SOON, [plain]), (LATER, [_planned("Demo", NOON)])))
    assert (found[KAN].title, found[KAN].apart_title, found[KAN].apart_due_at) == (
        "Demo",
        "Send a card",
        NOON + DAY,
    )
    assert (found[BIG].title, found[BIG].apart) == ("Demo", False)


def test_a_record_without_open_tasks_has_no_next_step() -> None:
    assert rows(next_steps, history(STREAMS[-1])) == {}


def test_a_task_is_shown_as_it_is_now() -> None:
    found = rows(tasks, HISTORY)
    assert (found[SOON].title, found[SOON].reminded, found[SOON].mail_due) == ("Mail them", NOON, None)
    assert (found[LATER].owner_id, found[LATER].branch, found[LATER].state) == (MELVIN, "West", "open")
    assert (found[SOMETIME].state, found[SOMETIME].closed_at) == ("open", None)
    assert (found[GONE].state, found[GONE].closed_at) == ("done", NOON)


@pytest.fixture(scope="module")
def connection(module_database: Engine) -> Iterator[Connection]:
    log = Log(module_database)
    log.append([_commit(number, stream, events) for number, (stream, events) in enumerate(STREAMS)])
    Fence(module_database).advance()
    projector = Projector(module_database, [*READ_MODELS, record_index])
    projector.prepare()
    projector.catch_up()
    with module_database.connect() as opened:
        yield opened


def _commit(number: int, stream_id: UUID, events: list[Event]) -> Commit:
    command = UUID(int=1000 + number)
    header = Header(command_id=command, correlation_id=command, actor="li.na", branch="", source="web")
    return Commit(stream_id=stream_id, expected_version=0, events=tuple(events), header=header, digest=number)


WEST = Condition("branch = any(cast(:rights_branches as text[]))", {"rights_branches": ["West"]})
TODAY = task_list.Day(NOON, NOON + 12 * HOUR)


def test_the_activities_of_a_record_come_newest_first_and_page_by_page(connection: Connection) -> None:
    first = find(connection, see=EVERYTHING, customer_id=KAN, limit=1)
    assert [each.activity_id for each in first.items] == [VISIT]
    rest = find(connection, see=EVERYTHING, customer_id=KAN, limit=1, cursor=first.next_cursor)
    assert ([each.activity_id for each in rest.items], rest.next_cursor) == ([CALL], None)
    assert [each.kind for each in find(connection, see=EVERYTHING, deal_id=BIG).items] == ["visit"]


def test_whoever_may_see_none_finds_none(connection: Connection) -> None:
    assert find(connection, see=NOTHING, customer_id=KAN).items == []
    assert task_list.of_record(connection, KAN, see=NOTHING) == []
    assert task_list.task(connection, SOON, see=WEST) is None


def test_tasks_are_overdue_today_or_to_come(connection: Connection) -> None:
    def shown(show: task_list.Show, see: Condition = EVERYTHING) -> list[UUID]:
        found = task_list.find(connection, see=see, show=show, day=TODAY)
        return [each.task_id for each in found.items]

    assert shown("overdue") == [SOON]
    assert shown("today") == [LATER]
    assert shown("upcoming") == [SOMETIME]
    assert shown("done") == [GONE]
    assert shown("overdue", WEST) == []
    assert shown("today", WEST) == [LATER]


def test_counts_are_of_those_whose_tasks_they_are(connection: Connection) -> None:
    everyone = task_list.counts(connection, see=EVERYTHING, day=TODAY)
    annas = task_list.counts(connection, see=EVERYTHING, day=TODAY, owners=[ANNA])
    assert (everyone, annas) == ((1, 1, 1), (1, 0, 1))


def test_a_record_tells_its_last_contact_also_that_with_whom_it_is(connection: Connection) -> None:
    contact = last_contact(connection, BIG)
    assert contact
    assert (contact.activity_id, contact.kind) == (VISIT, "visit")
    assert last_contact(connection, ANNA) is None
    assert last_contact(connection, ANNA, KAN, None) == last_contact(connection, KAN)


def test_a_user_is_told_of_reminders_and_of_what_others_gave_them(connection: Connection) -> None:
    annas, melvins = of_user(connection, ANNA), of_user(connection, MELVIN)
    assert {(each.kind, each.record_id) for each in annas} == {
        ("reminder", SOON),
        ("assigned", SOON),
        ("assigned", LATER),
        ("assigned", SOMETIME),
        ("assigned", GONE),
    }
    assert [(each.kind, each.record_id, each.read) for each in melvins] == [("assigned", LATER, False)]
    assert [each.kind for each in annas if each.read] == ["reminder"]
    assert [unread(connection, each, see=EVERYTHING) for each in (ANNA, MELVIN)] == [4, 1]
    assert unread(connection, ANNA, see=NOTHING) == 0


def test_nobody_is_told_of_what_they_gave_themselves_nor_of_an_import() -> None:
    planned = recorded(_planned("Own", None, owner_id=ANNA), SOON)
    own = msgspec.structs.replace(planned.envelope, actor=str(ANNA))
    imported = msgspec.structs.replace(planned.envelope, source="import")
    assert rows(notices, [Recorded(planned.event, own)]) == {}
    assert rows(notices, [Recorded(planned.event, imported)]) == {}


def test_what_is_read_up_to_a_position_is_read() -> None:
    found = rows(notices_read, history((READING, [NoticesRead(owner_id=ANNA, upto=7)])))
    assert found[ANNA].upto == 7
