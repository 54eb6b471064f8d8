"""The figures that processes have added up themselves, as Prometheus reads them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric

from .durations import HISTOGRAMS, TASK_DONE, TASK_FAILURES
from .gauges import gauge
from .keeping import API_REFUSALS, SUM, Histogram
from .models import Measurement

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
