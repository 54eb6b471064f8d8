"""The alarms and the charts name figures that are there, in words that Prometheus understands."""

import json
import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from broadcasts.models import NumberStatus
from cascina_whatsapp.celery import app
from cascina_whatsapp.operations import pulses
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


WATCHED = re.compile(r'cascina_task_age_seconds{task(=~|!~)"([^"]+)"}.* > (\d+)')
QUEUES = {"CodaRisposteFerma": "replies", "CodaInviiFerma": "celery", "CodaLavoriLunghiFerma": "long"}
DAY = 86_400


def alarms_over(task: str) -> dict[str, int]:
    """The alarms that look at when a task was done last, and after how many seconds each goes off."""
    found = {rule["alert"]: WATCHED.search(rule["expr"]) for rule in RULES}
    return {
        name: int(rule[3])
        for name, rule in found.items()
        if rule and bool(re.fullmatch(rule[2], task)) == (rule[1] == "=~")
    }


@pytest.mark.parametrize("entry", app.conf.beat_schedule.values(), ids=lambda entry: entry["task"])
def test_what_beat_asks_for_is_missed_by_an_alarm_of_its_own(entry):
    every = entry["schedule"] if isinstance(entry["schedule"], float | int) else DAY
    seconds = [after for name, after in alarms_over(entry["task"]).items() if name not in QUEUES]
    assert len(seconds) == 1
    assert every < seconds[0] <= max(1.5 * every, 1800)


@pytest.mark.parametrize(("alarm", "queue"), QUEUES.items())
def test_of_each_queue_an_alarm_looks_at_what_runs_there_and_nowhere_else(alarm, queue):
    tasks = {entry["task"] for entry in app.conf.beat_schedule.values()}
    watched = {task for task in tasks if alarm in alarms_over(task)}
    routes = settings.CELERY_TASK_ROUTES
    assert watched
    assert {routes.get(task, {"queue": settings.CELERY_TASK_DEFAULT_QUEUE})["queue"] for task in watched} == {
        queue
    }


def test_each_queue_has_its_pulse_and_its_alarm():
    pulses_sent = [
        entry["args"][0] for entry in app.conf.beat_schedule.values() if entry["task"] == "operations.pulse"
    ]
    named = sorted(queue.name for queue in settings.CELERY_TASK_QUEUES)
    assert named == sorted(pulses_sent) == sorted(pulses.QUEUES) == sorted(QUEUES.values())


def test_each_alarm_says_what_is_the_matter_and_what_to_do():
    assert len({rule["alert"] for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"].keys() == {"summary", "description"}
        assert DURATION.fullmatch(rule.get("for", "1m"))
