"""What the cases that the eventsourcing library ships need to run on the log: they know no fixtures."""

from unittest import TestCase

import pytest
from sqlalchemy import Engine


class OnTheLog(TestCase):
    """Each case gets an empty log, as `engine` and through the environment."""

    engine: Engine

    @pytest.fixture(autouse=True)
    def _on_an_empty_log(self, database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        self.engine = database
        monkeypatch.setenv("PERSISTENCE_MODULE", "shared.persistence")
        monkeypatch.setenv("HINDSIGHT_DATABASE_URL", database.url.render_as_string(hide_password=False))
