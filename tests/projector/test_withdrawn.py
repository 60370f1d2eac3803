"""A read model that a release does not have any more is left alone first, and gone a day later."""

from sqlalchemy import Engine

from shared.log.log import Log
from shared.projector.engine import Projector
from shared.projector.withdrawn import withdraw
from shared.status.read_models import states
from tests.projector.parcels import SENT_AT, arrivals, follow, parcels, rows, send

ARRIVED = [("Leeds", SENT_AT.date(), 5)]


def followed(database: Engine) -> set[str]:
    with database.connect() as connection:
        return {one.name for one in states(connection) if one.state != "previous"}


def tables(database: Engine) -> set[str]:
    with database.connect() as connection:
        found = connection.exec_driver_sql("select relname from pg_class where relname ~ '^arrivals'")
        return set(found.scalars())


def let_a_day_pass(database: Engine) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql("update read.checkpoints set updated_at = now() - interval '25 hours'")


def test_nobody_waits_for_a_read_model_that_is_no_more(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, range(3), "Leeds")
    follow(database, projector)
    withdraw(database, [parcels])
    assert followed(database) == {"parcels"}


def test_the_release_before_takes_it_up_again(database: Engine, log: Log, projector: Projector) -> None:
    send(log, range(3), "Leeds")
    follow(database, projector)
    withdraw(database, [parcels])
    withdraw(database, [parcels])
    send(log, range(3, 5), "Leeds")
    before = Projector(database, [parcels, arrivals])
    before.prepare()
    follow(database, before)
    assert (rows(database, "arrivals"), followed(database)) == (ARRIVED, {"parcels", "arrivals"})


def test_a_day_later_its_rows_are_gone_and_the_release_before_begins_anew(
    database: Engine, log: Log, projector: Projector
) -> None:
    send(log, range(5), "Leeds")
    follow(database, projector)
    withdraw(database, [parcels])
    let_a_day_pass(database)
    withdraw(database, [parcels])
    assert tables(database) == set()
    assert len(rows(database, "parcels")) == 5
    before = Projector(database, [parcels, arrivals])
    before.prepare()
    follow(database, before)
    assert rows(database, "arrivals") == ARRIVED
