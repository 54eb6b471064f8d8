# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The alarms and the charts name figures that are there, in words that Prometheus understands."""

import json
import re
from pathlib import Path

import pytest
import yaml

from broadcasts.models import NumberStatus
from cascina_whatsapp.operations.metrics import durations
from cascina_whatsapp.operations.metrics.keeping import Keeper
from subscribers.register import sealing
from tests.builders import NOW, campaign
from tests.installing.programs import needed, said
from tests.operations.metrics.exposed import figures

MONITORING = Path(__file__).resolve().parents[3] / "deploy" / "monitoring"
RULES = [
    rule
    for group in yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"]
    for rule in group["rules"]
]
PANELS = json.loads((MONITORING / "dashboard.json").read_text())["panels"]
EXPRESSIONS = [rule["expr"] for rule in RULES] + [one["expr"] for panel in PANELS for one in panel["targets"]]
DURATION = re.compile(r"[1-9][0-9]*[smhd]")


@pytest.fixture
def exposed(db, settings, tmp_path) -> set[str]:
    """Every figure of a service in which everything has happened once."""
    settings.VAR_DIR = tmp_path
    (tmp_path / "backups").mkdir()
    told = {"at": NOW.isoformat(), "restored_at": NOW.isoformat(), "ok": True}
    (tmp_path / "backups" / "last.json").write_text(json.dumps(told))
    NumberStatus.objects.create(daily_limit=250, leaving=[], leaving_at=NOW, token_expires_at=NOW)
    campaign(status="sent", totals={"states": {"failed": 1}, "reasons": {}}, failures={"131026": 1})
    sealing.seal(NOW)
    keeper = Keeper()
    for histogram in durations.HISTOGRAMS:
        keeper.observe(histogram, "200", 1)
    keeper.stamp(durations.TASK_DONE, "a.task", 1)
    keeper.count(durations.TASK_FAILURES, "a.task")
    keeper.write()
    return {name.partition("{")[0] for name in figures(NOW)} | {"cascina_heartbeat_age_seconds"}


def test_each_names_figures_that_are_there(exposed):
    for expression in EXPRESSIONS:
        named = set(re.findall(r"\bcascina_\w+", expression))
        assert named <= exposed, expression
        assert named or 'up{job="cascina"}' in expression


def test_prometheus_understands_the_alarms():
    ended, told = said(needed("promtool", "promtool"), "check", "rules", str(MONITORING / "alerts.yml"))
    assert (ended, f"{len(RULES)} rules found" in told) == (0, True), told


def test_prometheus_understands_what_the_charts_ask(tmp_path):
    """Each as a rule: that is what its own tool reads."""
    asked = [one["expr"] for panel in PANELS for one in panel["targets"]]
    rules = [{"record": f"chart:{place}", "expr": expression} for place, expression in enumerate(asked)]
    (tmp_path / "charts.yml").write_text(yaml.safe_dump({"groups": [{"name": "charts", "rules": rules}]}))
    ended, told = said(needed("promtool", "promtool"), "check", "rules", str(tmp_path / "charts.yml"))
    assert ended == 0, told


def test_each_alarm_says_what_is_the_matter_and_what_to_do():
    assert len({rule["alert"] for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"].keys() == {"summary", "description"}
        assert DURATION.fullmatch(rule.get("for", "1m"))


def test_the_panels_stand_beside_each_other():
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in PANELS]
    assert len(set(places)) == len(places)
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in PANELS)
