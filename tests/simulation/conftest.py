"""A second database, for a run that is to be compared with the first."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.harness.databases import fresh_database


@pytest.fixture
def second_database(postgres_url: str) -> Iterator[Engine]:
    with fresh_database(postgres_url) as engine:
        yield engine
