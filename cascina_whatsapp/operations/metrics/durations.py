"""The measurements of processes: how long the webhook and the answers take, when each task was done last."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric

from .figures import gauge
from .keeping import API_REFUSALS, KEEPER, SUM, Histogram
from .models import Measurement

WEBHOOK = Histogram(
    "cascina_webhook_seconds",
    "How long Meta waited for our response",
    "status",
    (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
ANSWER = Histogram(
    "cascina_answer_seconds",
    "From a citizen's message, as it reached us, to Meta's response to our answer",
    "outcome",
    (0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 7200.0),
)
HISTOGRAMS = (WEBHOOK, ANSWER)
TASK_DONE = "cascina_task_done"
TASK_FAILURES = "cascina_task_failures"
View = Callable[..., HttpResponseBase]


def timed(view: View) -> View:
    """The webhook's view, with every response measured by its status; an exception counts as 500."""

    @wraps(view)
    def measured(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        began, status = time.perf_counter(), 500
        try:
            response = view(request, *args, **kwargs)
            status = response.status_code
            return response
        finally:
            KEEPER.observe(WEBHOOK, str(status), time.perf_counter() - began)

    return measured


def note_answer(outcome: str, seconds: float) -> None:
    """Note how long after a citizen's message Meta took the answer."""
    KEEPER.observe(ANSWER, outcome, max(0.0, seconds))


def note_task(name: str, *, failed: bool) -> None:
    """Note that a task has just ended."""
    if failed:
        KEEPER.count(TASK_FAILURES, name)
    else:
        KEEPER.stamp(TASK_DONE, name, time.time())


Values = dict[str, dict[str, dict[str, float]]]
"""A metric's name → label → bound → value."""
COUNTED = (
    (TASK_FAILURES, "How often a task failed", "task"),
    (API_REFUSALS, "Requests of other programs that were refused", "reason"),
)


def read(now: datetime) -> Iterator[Metric]:
    """One query: how long webhook and answers took, how long ago each task was done, how often it failed."""
    values: Values = defaultdict(lambda: defaultdict(dict))
    for name, label, bound, value in Measurement.objects.values_list("name", "label", "bound", "value"):
        values[name][label][bound] = value
    for histogram in HISTOGRAMS:
        yield _family(histogram, values[histogram.name])
    done = values[TASK_DONE].items()
    ages = ((task, max(0.0, now.timestamp() - at[""])) for task, at in done)
    yield gauge("cascina_task_age_seconds", "Since a task was last done", "task", ages)
    for name, text, label in COUNTED:
        many = ((value, counted[""]) for value, counted in values[name].items())
        yield gauge(name, text, label, many, CounterMetricFamily)


def _family(histogram: Histogram, by_label: dict[str, dict[str, float]]) -> HistogramMetricFamily:
    """Build a histogram in which each bucket holds those before it, as Prometheus wants them."""
    family = HistogramMetricFamily(histogram.name, histogram.help, labels=[histogram.label])
    for label, counts in by_label.items():
        total, buckets = 0.0, []
        for bound in histogram.buckets:
            total += counts.get(bound, 0)
            buckets.append((bound, total))
        family.add_metric([label], buckets, counts.get(SUM, 0.0))
    return family
