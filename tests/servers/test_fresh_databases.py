"""Do tests get databases and virtual hosts of their own?"""

from sqlalchemy import Engine, text

from shared.servers import rabbitmq


def test_a_fresh_database_is_migrated_and_empty(database: Engine) -> None:
    with database.connect() as connection:
        assert connection.scalar(text("select count(*) from log.events")) == 0


def test_each_test_has_a_database_of_its_own(database: Engine, module_database: Engine) -> None:
    assert database.url.database != module_database.url.database


def test_the_broker_of_the_tests_answers(amqp_url: str) -> None:
    assert rabbitmq.answers(amqp_url)
