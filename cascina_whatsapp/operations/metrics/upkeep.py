"""The figures on upkeep: the seal, the backup, the token that runs out; and the disk that fills."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from prometheus_client.core import GaugeMetricFamily, Metric

from broadcasts.limits import daily_limit
from cascina_whatsapp.operations.restoring.backups import Backup, last_backup
from subscribers.models import Seal

from .gauges import age


def read(now: datetime) -> Iterator[Metric]:
    """Yield the figures on upkeep: two small queries and one small file. What never was, or is unknown, has none."""
    token = daily_limit.number_status().token
    refused = float(token.is_refused)
    yield GaugeMetricFamily("cascina_token_refused", "Whether Meta refuses our access token", refused)
    if token.expires_at is not None:
        days = (token.expires_at - now).total_seconds() / 86_400
        yield GaugeMetricFamily("cascina_token_days", "Until our access token expires", days)
    if last := Seal.objects.order_by("-pk").values_list("sealed_at", flat=True).first():
        yield GaugeMetricFamily(
            "cascina_seal_age_seconds", "Since the register was last sealed", age(last, now)
        )
    with suppress(OSError, ValueError):  # a record that can't be read, or none
        yield from _backup(last_backup(settings.VAR_DIR), now)
    with suppress(OSError):  # not mounted: /readyz says so
        free = shutil.disk_usage(settings.VAR_DIR).free
        yield GaugeMetricFamily("cascina_disk_free_bytes", "What is free in VAR_DIR, on this machine", free)


def _backup(backup: Backup | None, now: datetime) -> Iterator[Metric]:
    if backup is None:
        return
    yield GaugeMetricFamily("cascina_backup_age_seconds", "Since the last backup", age(backup.at, now))
    if backup.restored_at is not None:
        restored = "Since a backup was last restored on trial"
        yield GaugeMetricFamily("cascina_restore_age_seconds", restored, age(backup.restored_at, now))
    ok = "Whether the last backup, or its last restore, went well"
    yield GaugeMetricFamily("cascina_backup_ok", ok, float(backup.is_good and backup.drill_is_good))
