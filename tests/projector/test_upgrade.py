"""A database whose checkpoints an earlier release kept, one row each, goes on where it was."""

from sqlalchemy import Engine

from shared.log.log import Log
from shared.projector.engine import Projector
from tests.projector.parcels import SENT_AT, arrivals, follow, parcels, positions, rows, send

_EARLIER = """
set local role hindsight_projector;
drop view read.serving, read.filling; drop table read.builds, read.parked;
create table read.earlier (
    name text not null, version int not null default 1, position bigint not null default 0,
    updated_at timestamptz not null default now(), error text, serving boolean not null default true,
    constraint earlier_pkey primary key (name, version));
insert into read.earlier select name, version, max(position) from read.checkpoints group by name, version;
insert into read.earlier (name, position) values ('policy:desk', 7);
insert into read.earlier (name, version, position, serving) values ('arrivals', 2, 3, false);
drop table read.checkpoints;
alter table read.earlier rename to checkpoints;
alter index read.earlier_pkey rename to checkpoints_pkey;"""


def test_read_models_of_an_earlier_release_go_on(database: Engine, log: Log, projector: Projector) -> None:
    send(log, range(10), "Leeds")
    follow(database, projector)
    with database.begin() as connection:
        connection.exec_driver_sql(_EARLIER)
    new = Projector(database, [parcels, arrivals])
    new.prepare()
    new.prepare()
    assert positions(database)["policy:desk"] == 7
    send(log, range(10, 20), "Leeds")
    end = follow(database, new)
    assert new.positions() == {"parcels": end, "arrivals": end}
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 20)]
    assert len(rows(database, "parcels")) == 20
    with database.connect() as connection:
        split = "select name, version, count(*) from read.checkpoints group by 1, 2 order by 1, 2"
        assert [tuple(row) for row in connection.exec_driver_sql(split)] == [
            ("arrivals", 1, 1), ("arrivals", 2, 1), ("parcels", 1, 16), ("policy:desk", 1, 1),
        ]  # fmt: skip
