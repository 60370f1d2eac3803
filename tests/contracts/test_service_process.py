"""What does a service process tell of itself, and what can callers not do to it?"""

import json
import signal
import time
from uuid import uuid4

import pytest
from kombu.connection import Connection
from kombu.entity import Exchange
from kombu.messaging import Producer

from shared import rpc
from shared.blocking import Blocking
from shared.refusals import Invalid, OutcomeUnknown
from tests.contracts.asking import answers, header
from tests.contracts.processes import ServiceProcess
from tests.contracts.trial.commands import Note

CALLS = Exchange(rpc.EXCHANGE, type="topic", durable=True)


def test_a_stopped_service_has_an_unknown_outcome_at_the_deadline(
    caller: Blocking, trial_service: ServiceProcess
) -> None:
    trial_service.signal(signal.SIGSTOP)
    started = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        caller.call(Note(note_id=uuid4()), header(), deadline=1)
    assert 0.9 < time.monotonic() - started < 1.5
    trial_service.signal(signal.SIGCONT)
    assert answers(caller)


@pytest.mark.parametrize(
    ("body", "properties"),
    [
        (b"{", {"content_type": "application/json", "reply_to": "nobody"}),
        (b'["no call"]', {"content_type": "application/json", "reply_to": "nobody"}),
        (b'{"args": [], "kwargs": {}}', {"content_type": "application/json"}),
        (b"cos\nsystem\n", {"content_type": "application/x-python-serialize", "reply_to": "nobody"}),
        (b"", {"content_type": "text/plain", "reply_to": "nobody"}),
    ],
    ids=["broken JSON", "no call", "no way back", "pickle", "empty"],
)
def test_a_message_nobody_should_send_harms_no_one(
    caller: Blocking, trial_service: ServiceProcess, amqp_url: str, body: bytes, properties: dict[str, str]
) -> None:
    with Connection(amqp_url) as connection:
        Producer(connection, CALLS).publish(
            body, routing_key="trial.note", content_encoding="utf-8", serializer=None, **properties
        )
    assert answers(caller, deadline=5)
    assert "the service ended with an error" not in trial_service.log()


def test_a_body_beyond_the_limit_is_refused_before_it_is_sent(
    caller: Blocking, trial_service: ServiceProcess
) -> None:
    large = Note(note_id=uuid4(), text="x" * (rpc.MAX_BYTES + 1))
    with pytest.raises(Invalid, match="bytes"):
        caller.call(large, header())


def test_a_service_tells_how_it_is(caller: Blocking, trial_service: ServiceProcess) -> None:
    assert trial_service.get("/healthz")[0] == 200
    assert trial_service.checks() == {"broker": "ok", "database": "ok"}
    assert answers(caller)
    figures = trial_service.get("/metrics")[1]
    assert 'hindsight_command_seconds_count{command="note",outcome="ok",service="trial"}' in figures
    assert all(json.loads(line) for line in trial_service.log().splitlines())
