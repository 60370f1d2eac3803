"""Whichever way a command goes to its service, the caller gets the same answers by the same deadlines."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from subprocess import run
from typing import Any
from uuid import uuid4

import pytest

from shared.blocking import Blocking
from shared.commands import Command
from shared.records import Receipt
from shared.refusals import (
    CommandIdReused,
    Conflict,
    Invalid,
    NotFound,
    OutcomeUnknown,
    Refused,
    ServiceFailed,
    Unavailable,
)
from tests.contracts.asking import header
from tests.contracts.trial.commands import Forget, Note, Refuse, Stumble

# What a process of a service can refuse with, asked in one: this process may have loaded the gateway's, too.
OURS = run(
    [
        sys.executable,
        "-c",
        "from services import product; from shared.refusals import Refused; print(*sorted(Refused.kinds))",
    ],
    check=True,
    capture_output=True,
    text=True,
).stdout.split()
DETAILS: dict[str, Any] = {"what": "note", "id": "7", "service": "trial", "amount": 3, "names": ["李", "Zoë"]}


class Sing(Command):
    @classmethod
    def service(cls) -> str:
        return "choir"


def test_an_accepted_command_gives_a_receipt(bus: Blocking) -> None:
    note_id, sent = uuid4(), header()
    receipt = bus.call(Note(note_id=note_id, text="你好"), sent)
    assert (receipt.command_id, receipt.stream_id, receipt.version) == (sent.command_id, note_id, 1)
    assert receipt.events == ("trial.Noted",)
    assert receipt.position > 0
    assert not receipt.repeated


def test_a_repeated_command_gives_its_first_receipt(bus: Blocking) -> None:
    command, sent = Note(note_id=uuid4()), header()
    first = bus.call(command, sent)
    again = bus.call(command, sent)
    assert again.repeated
    assert (again.stream_id, again.version, again.position) == (
        first.stream_id,
        first.version,
        first.position,
    )


def test_a_command_id_is_good_for_one_command(bus: Blocking) -> None:
    note_id, sent = uuid4(), header()
    bus.call(Note(note_id=note_id, text="one"), sent)
    with pytest.raises(CommandIdReused):
        bus.call(Note(note_id=note_id, text="another"), sent)


def test_a_stale_version_is_a_conflict(bus: Blocking) -> None:
    note_id = uuid4()
    bus.call(Note(note_id=note_id), header())
    with pytest.raises(Conflict):
        bus.call(Note(note_id=note_id), header(expected_version=0))


@pytest.mark.parametrize("kind", OURS)
def test_every_refusal_arrives_as_it_was_meant(bus: Blocking, kind: str) -> None:
    meant = Refused.kinds[kind]("text", **DETAILS)
    with pytest.raises(Refused) as caught:
        bus.call(Refuse(note_id=uuid4(), kind=kind, field="text", details=DETAILS), header())
    assert type(caught.value) is type(meant)
    assert caught.value.to_dict() == meant.to_dict()
    assert str(caught.value) == str(meant)


def test_an_invalid_input_names_its_fields(bus: Blocking) -> None:
    problems = [{"field": "text", "problem": "is too long"}, {"field": "id", "problem": "is no id"}]
    with pytest.raises(Invalid) as caught:
        bus.call(Refuse(note_id=uuid4(), kind="Invalid", details={"problems": problems}), header())
    assert caught.value.field == "text"
    assert caught.value.details["problems"] == problems


def test_a_bug_is_told_without_its_details(bus: Blocking) -> None:
    sent = header()
    with pytest.raises(ServiceFailed) as caught:
        bus.call(Stumble(note_id=uuid4()), sent)
    assert caught.value.details == {"service": "trial", "correlation_id": str(sent.correlation_id)}


def test_a_service_has_no_command_of_another_name(bus: Blocking) -> None:
    with pytest.raises(NotFound) as caught:
        bus.call(Forget(note_id=uuid4()), header())
    assert caught.value.details == {"what": "command", "id": "trial.forget"}


def test_an_unknown_service_is_unavailable_at_once(bus: Blocking) -> None:
    started = time.monotonic()
    with pytest.raises(Unavailable):
        bus.call(Sing(), header(), deadline=5)
    with pytest.raises(Unavailable):
        bus.call_many([(Sing(), header())], deadline=5)
    assert time.monotonic() - started < 0.5


def test_a_slow_command_has_an_unknown_outcome_until_it_is_asked_for_again(bus: Blocking) -> None:
    command, sent = Note(note_id=uuid4(), seconds=0.8), header()
    started = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        bus.call(command, sent, deadline=0.3)
    assert 0.25 < time.monotonic() - started < 0.7
    receipt = bus.call(command, sent, deadline=5)
    assert receipt.repeated
    assert receipt.version == 1


def test_a_batch_is_answered_one_by_one_in_order(bus: Blocking) -> None:
    ids = [uuid4() for _ in range(4)]
    commands: list[Command] = [Note(note_id=note_id) for note_id in ids]
    commands[1] = Refuse(note_id=ids[1], kind="Forbidden")
    commands[2] = Forget(note_id=ids[2])
    answers = bus.call_many([(command, header()) for command in commands])
    assert [type(answer).__name__ for answer in answers] == ["Receipt", "Forbidden", "NotFound", "Receipt"]
    assert [answer.stream_id for answer in answers if isinstance(answer, Receipt)] == [ids[0], ids[3]]


def test_an_empty_batch_has_no_answers(bus: Blocking) -> None:
    assert bus.call_many([]) == []


def test_a_batch_with_a_bug_fails_as_a_whole(bus: Blocking) -> None:
    with pytest.raises(ServiceFailed):
        bus.call_many([(Note(note_id=uuid4()), header()), (Stumble(note_id=uuid4()), header())])


def test_a_batch_nobody_can_read_is_refused_one_by_one(bus: Blocking) -> None:
    answers = bus.call_many([(Forget(note_id=uuid4()), header()), (Forget(note_id=uuid4()), header())])
    assert [type(answer) for answer in answers] == [NotFound, NotFound]


def test_commands_of_many_callers_share_one_way(bus: Blocking) -> None:
    def write(number: int) -> Receipt:
        return bus.call(Note(note_id=uuid4(), text=str(number)), header(), deadline=20)

    with ThreadPoolExecutor(16) as callers:
        receipts = list(callers.map(write, range(100)))
    assert len({receipt.position for receipt in receipts}) == 100
