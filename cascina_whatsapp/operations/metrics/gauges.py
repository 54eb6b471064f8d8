"""One figure, or one for each value of a label, in Prometheus's families."""

from collections.abc import Iterable
from datetime import datetime

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric


def gauge(
    name: str,
    text: str,
    label: str,
    values: Iterable[tuple[str, float]],
    kind: type[GaugeMetricFamily | CounterMetricFamily] = GaugeMetricFamily,
) -> Metric:
    """Build a family that has a figure for each value of its label."""
    family = kind(name, text, labels=[label])
    for value, figure in values:
        family.add_metric([value], figure)
    return family


def age(at: datetime | None, now: datetime) -> float:
    """Return the seconds since then; 0 where nothing was."""
    return max(0.0, (now - at).total_seconds()) if at else 0.0
