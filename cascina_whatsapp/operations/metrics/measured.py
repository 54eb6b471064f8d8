"""The figures that processes have added up themselves, as Prometheus reads them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from .durations import HISTOGRAMS, TASK_DONE, TASK_FAILURES
from .keeping import API_REFUSALS, SUM, Histogram
from .models import Measurement

Values = dict[str, dict[str, dict[str, float]]]
"""A metric's name → label → bound → value."""


def read(now: datetime) -> Iterator[Metric]:
    """One query: how long webhook and answers took, how long ago each task was done, how often it failed."""
    values: Values = defaultdict(lambda: defaultdict(dict))
    for name, label, bound, value in Measurement.objects.values_list("name", "label", "bound", "value"):
        values[name][label][bound] = value
    for histogram in HISTOGRAMS:
        yield _family(histogram, values[histogram.name])
    age = GaugeMetricFamily("cascina_task_age_seconds", "Since a task was last done", labels=["task"])
    for task, done in values[TASK_DONE].items():
        age.add_metric([task], max(0.0, now.timestamp() - done[""]))
    yield age
    failures = CounterMetricFamily(TASK_FAILURES, "How often a task failed", labels=["task"])
    for task, failed in values[TASK_FAILURES].items():
        failures.add_metric([task], failed[""])
    yield failures
    refusals = CounterMetricFamily(
        API_REFUSALS, "Requests of other programs that were refused", labels=["reason"]
    )
    for reason, refused in values[API_REFUSALS].items():
        refusals.add_metric([reason], refused[""])
    yield refusals


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
