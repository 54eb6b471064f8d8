"""What Prometheus reads of us, by Prometheus's own parser."""

from datetime import datetime
from typing import NoReturn

from django.db import OperationalError
from prometheus_client.parser import text_string_to_metric_families

from cascina_whatsapp.operations.metrics.views import exposition


def figures(now: datetime) -> dict[str, float]:
    """Each sample as it is written in a rule: `name{label="value"}` → its value."""
    families = text_string_to_metric_families(exposition(now).decode())
    return {spelt(sample.name, sample.labels): sample.value for one in families for sample in one.samples}


def spelt(name: str, labels: dict[str, str]) -> str:
    """`name{label="value"}`; labels by name; the name alone where it has none."""
    inside = ",".join(f'{label}="{value}"' for label, value in sorted(labels.items()))
    return f"{name}{{{inside}}}" if inside else name


def refuse(*statement) -> NoReturn:
    """A database that is away; for `connection.execute_wrapper`."""
    raise OperationalError("the server is gone")
