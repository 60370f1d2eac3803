"""Can a log line be read by a machine and followed across processes?"""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from shared.telemetry import logs


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, configuration = root.handlers[:], root.level, structlog.get_config()
    yield
    root.handlers[:], root.level = handlers, level
    structlog.configure(**configuration)


def test_a_line_is_json_and_carries_the_correlation_id(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("gateway")
    with logs.correlated("c-1"):
        logs.logger("shop").info("order taken", position=7)
    line = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert (line["event"], line["position"], line["correlation_id"]) == ("order taken", 7, "c-1")
    assert (line["process"], line["level"], line["logger"]) == ("gateway", "info", "shop")


def test_lines_of_libraries_have_the_same_form(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("relay")
    logging.getLogger("kombu").warning("lost %s", "connection")
    assert json.loads(capsys.readouterr().err.splitlines()[-1])["event"] == "lost connection"
