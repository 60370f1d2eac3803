"""Does Prometheus alert for every alarm, by metrics that exist, and say where the remedy stands?"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

from shared.status.alarms import NAMES
from shared.telemetry import metrics

ROOT = Path(__file__).parents[2]
RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((ROOT / "deploy" / "prometheus" / "alerts.yml").read_text())["groups"]
    for rule in group["rules"]
]
HEADINGS = {
    # As a heading's address is made: lower case, spaces to hyphens, other signs left out.
    re.sub(r"[^a-z0-9_ -]", "", line.lstrip("# ").lower()).strip().replace(" ", "-")
    for line in (ROOT / "docs" / "operations.md").read_text().splitlines()
    if line.startswith("#")
}


def test_every_alarm_has_its_rule() -> None:
    asked = {name for rule in RULES for name in re.findall(r'name="([^"]+)"', rule["expr"])}
    assert asked == set(NAMES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_a_rule_asks_for_a_metric_that_exists(rule: dict[str, Any]) -> None:
    metrics.alarm.labels(NAMES[0])
    collected = list(REGISTRY.collect())
    known = {metric.name for metric in collected}
    known |= {f"{metric.name}_total" for metric in collected if metric.type == "counter"}
    asked = set(re.findall(r"hindsight_\w+", rule["expr"]))
    assert asked
    assert asked <= known


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_a_rule_leads_to_what_is_to_be_done(rule: dict[str, Any]) -> None:
    file, _, heading = rule["annotations"]["runbook"].partition("#")
    assert (ROOT / file).exists()
    assert heading in HEADINGS
    assert rule["labels"]["severity"] in ("critical", "warning", "info")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_a_rule_has_the_form_prometheus_wants(rule: dict[str, Any]) -> None:
    assert rule.keys() == {"alert", "expr", "for", "labels", "annotations"}
    assert re.fullmatch(r"\d+[smh]", rule["for"])
    assert rule["expr"].count("(") == rule["expr"].count(")")
