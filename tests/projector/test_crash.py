"""A projector that is killed between write and checkpoint has written nothing, and nothing counts twice."""

import os
import signal
import subprocess
import sys

import pytest
from sqlalchemy import Engine

from shared.log.log import Log
from shared.projector.engine import Projector
from tests.projector.crashing import last
from tests.projector.parcels import SENT_AT, arrivals, follow, positions, rows, send


@pytest.mark.parametrize("place", ["write", "commit"])
def test_a_killed_projector_leaves_neither_rows_nor_checkpoint(
    database: Engine, log: Log, place: str
) -> None:
    send(log, range(20), "Leeds")
    url = database.url.render_as_string(hide_password=False)
    killed = subprocess.run(
        [sys.executable, "-m", "tests.projector.crashing", url],
        env=os.environ | {"HINDSIGHT_TEST_DIES_AT": place},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert rows(database, "arrivals") == []
    assert positions(database) == {"arrivals": 0, "zero_hour": 0}
    next_one = Projector(database, [arrivals, last])
    next_one.prepare()
    follow(database, next_one)
    assert rows(database, "arrivals") == [("Leeds", SENT_AT.date(), 20)]
