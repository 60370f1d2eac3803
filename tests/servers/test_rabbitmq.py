"""Is the private RabbitMQ node there when needed, and is it the same one after a fault?"""

from dataclasses import replace
from pathlib import Path

import pytest
from kombu import Connection

from shared.servers import rabbitmq
from shared.servers.errors import ServerMissing
from shared.servers.rabbitmq_node import PrivateNode
from shared.settings import from_environment

NO_SETTINGS = from_environment({})


def test_a_killed_node_comes_back_under_the_same_address_with_its_queues(own_broker: PrivateNode) -> None:
    before = own_broker.url
    with Connection(before, transport_options={"confirm_publish": True}) as connection:
        queue = connection.SimpleQueue("kept")
        queue.put("a message")
        queue.close()
    own_broker.kill()
    assert not rabbitmq.answers(before)
    own_broker.start()
    assert own_broker.url == before
    with Connection(before) as connection:
        assert connection.SimpleQueue("kept").get(timeout=10).payload == "a message"


def test_a_node_in_use_is_shared(own_broker: PrivateNode, own_broker_data_dir: Path) -> None:
    second = rabbitmq.provide(replace(NO_SETTINGS, data_dir=own_broker_data_dir))
    second.stop()
    assert (second.started, rabbitmq.answers(own_broker.url)) == (False, True)


def test_each_virtual_host_is_apart(own_broker: PrivateNode) -> None:
    assert rabbitmq.answers(own_broker.vhost("apart"))
    assert not rabbitmq.answers(own_broker.url.removesuffix("//") + "/nowhere")


def test_a_wrong_password_is_no_broker(own_broker: PrivateNode) -> None:
    assert not rabbitmq.answers(own_broker.url.replace("hindsight:", "hindsight:not-"))


def test_a_given_broker_that_does_not_answer_is_named() -> None:
    settings = replace(NO_SETTINGS, amqp_url="amqp://someone:secret@127.0.0.1:1//")
    with pytest.raises(ServerMissing, match=r"127\.0\.0\.1:1 does not answer") as refusal:
        rabbitmq.provide(settings)
    assert "secret" not in str(refusal.value)


def test_without_any_broker_the_command_to_run_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(rabbitmq, "answers", lambda _: False)
    monkeypatch.setattr(rabbitmq, "scripts", lambda: None)
    with pytest.raises(ServerMissing, match="apt-get install"):
        rabbitmq.provide(replace(NO_SETTINGS, data_dir=tmp_path))
