"""Does a command on the data folder of a distributed installation find its servers?"""

from dataclasses import replace
from pathlib import Path

from services.operations.installation import installed, record, the_only_one
from shared.settings import Settings, from_environment


def on_servers(settings: Settings) -> Settings:
    return replace(settings, database_url="postgresql:///shop", amqp_url="amqp://127.0.0.1")


def test_a_command_finds_the_servers_of_the_installation_on_its_folder(tmp_path: Path) -> None:
    alone = from_environment({"HINDSIGHT_DATA_DIR": str(tmp_path)})
    running = on_servers(alone)
    with the_only_one(running) as file:
        record(file, running)
        assert installed(alone) == running
    assert installed(alone) == alone


def test_servers_given_by_hand_count_more(tmp_path: Path) -> None:
    given = from_environment(
        {"HINDSIGHT_DATA_DIR": str(tmp_path), "HINDSIGHT_DATABASE_URL": "postgresql:///mine"}
    )
    running = on_servers(given)
    with the_only_one(running) as file:
        record(file, running)
        assert installed(given) == given
