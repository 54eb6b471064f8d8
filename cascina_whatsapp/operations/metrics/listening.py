"""The figures on what comes in and has to be answered: what waits, since when, who was heard of last."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric

from cascina_whatsapp.whatsapp.webhook.models import DeadLetter, Heartbeat, Priority, WebhookPost
from subscribers.models import Reply

from .models import count


def read(now: datetime) -> Iterator[Metric]:
    """Eleven small queries, along indexes."""
    yield from _posts(now)
    yield from _answers(now)
    age = GaugeMetricFamily(
        "cascina_heartbeat_age_seconds",
        "Since a sign of life: beat, tick of a worker, webhook",
        labels=["name"],
    )
    for name, at in Heartbeat.objects.values_list("name", "at"):
        age.add_metric([name], _age(at, now))
    yield age
    yield GaugeMetricFamily(
        "cascina_dead_letters", "Events that wait for a person to look at", count(DeadLetter.objects.all())
    )


def _posts(now: datetime) -> Iterator[Metric]:
    backlog = GaugeMetricFamily(
        "cascina_backlog", "Posts of Meta's that wait, by priority", labels=["priority"]
    )
    oldest = GaugeMetricFamily(
        "cascina_backlog_age_seconds", "How long the first of them has waited", labels=["priority"]
    )
    for priority in Priority:
        waiting = WebhookPost.objects.filter(priority=priority)
        first = waiting.order_by("pk").values_list("received_at", flat=True).first()
        backlog.add_metric([priority.name.lower()], count(waiting))
        oldest.add_metric([priority.name.lower()], _age(first, now) if first else 0)
    yield backlog
    yield oldest


def _answers(now: datetime) -> Iterator[Metric]:
    """Yield the figures on answers, those that confirm a consent and the others apart: so is the index."""
    waiting = GaugeMetricFamily("cascina_answers_waiting", "Answers that are to be sent", labels=["kind"])
    oldest = GaugeMetricFamily(
        "cascina_answers_waiting_seconds", "How long the first of them has been due", labels=["kind"]
    )
    for kind, is_other in (("confirming", False), ("other", True)):
        due = Reply.objects.due(now).filter(consent__isnull=is_other)
        first = due.values_list("not_before", flat=True).first()
        waiting.add_metric([kind], count(due))
        oldest.add_metric([kind], _age(first, now) if first else 0)
    yield waiting
    yield oldest


def _age(at: datetime, now: datetime) -> float:
    return max(0.0, (now - at).total_seconds())
