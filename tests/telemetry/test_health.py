"""Does a process say honestly how it is?"""

import json
from urllib.error import HTTPError
from urllib.request import urlopen

from shared.telemetry import health, metrics


def get(port: int, path: str) -> tuple[int, bytes]:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def test_a_process_whose_database_is_away_is_alive_but_not_ready() -> None:
    checks: dict[str, str | None] = {"database": "does not answer", "broker": None}
    port = health.serve(0, lambda: checks)
    assert get(port, "/healthz")[0] == 200
    status, body = get(port, "/readyz")
    assert status == 503
    assert json.loads(body)["checks"] == {"database": "does not answer", "broker": "ok"}


def test_a_process_becomes_ready_when_all_it_needs_answers() -> None:
    checks: dict[str, str | None] = {"database": "does not answer"}
    port = health.serve(0, lambda: checks)
    checks["database"] = None
    assert get(port, "/readyz")[0] == 200


def test_metrics_are_published_in_prometheus_text() -> None:
    metrics.append_seconds.observe(0.002)
    status, body = get(health.serve(0, dict), "/metrics")
    assert status == 200
    assert b"hindsight_append_seconds_count" in body
