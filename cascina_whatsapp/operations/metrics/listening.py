"""The figures on what comes in and has to be answered: what waits, since when, who was heard of last."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from prometheus_client.core import GaugeMetricFamily, Metric

from cascina_whatsapp.whatsapp.webhook.models import DeadLetter, Heartbeat, Priority, WebhookPost
from subscribers.models import Reply

from .gauges import age, gauge
from .models import count


def read(now: datetime) -> Iterator[Metric]:
    """Eleven small queries, along indexes: of answers, those that confirm a consent and the others have one each."""
    posts = {
        priority.name.lower(): WebhookPost.objects.filter(priority=priority).order_by("pk")
        for priority in Priority
    }
    yield gauge(
        "cascina_backlog",
        "Posts of Meta's that wait, by priority",
        "priority",
        ((name, count(waiting)) for name, waiting in posts.items()),
    )
    yield gauge(
        "cascina_backlog_age_seconds",
        "How long the first of them has waited",
        "priority",
        ((name, _first(waiting, "received_at", now)) for name, waiting in posts.items()),
    )
    due = Reply.objects.due(now)
    answers = {"confirming": due.filter(consent__isnull=False), "other": due.filter(consent__isnull=True)}
    yield gauge(
        "cascina_answers_waiting",
        "Answers that are to be sent",
        "kind",
        ((name, count(waiting)) for name, waiting in answers.items()),
    )
    yield gauge(
        "cascina_answers_waiting_seconds",
        "How long the first of them has been due",
        "kind",
        ((name, _first(waiting, "not_before", now)) for name, waiting in answers.items()),
    )
    yield gauge(
        "cascina_heartbeat_age_seconds",
        "Since a sign of life: beat, tick of a worker, webhook",
        "name",
        ((name, age(at, now)) for name, at in Heartbeat.objects.values_list("name", "at")),
    )
    yield GaugeMetricFamily(
        "cascina_dead_letters", "Events that wait for a person to look at", count(DeadLetter.objects.all())
    )


def _first(waiting: QuerySet[Any], since: str, now: datetime) -> float:
    """Return how long the first of these rows has waited; 0 where none does."""
    return age(waiting.values_list(since, flat=True).first(), now)
