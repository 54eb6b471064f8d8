"""The figures on upkeep: the seal, the backup, the token that runs out; and the disk that fills."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from prometheus_client.core import GaugeMetricFamily, Metric

from broadcasts.limits import daily_limit
from cascina_whatsapp.operations.restoring.backups import last_backup
from subscribers.models import Seal


def read(now: datetime) -> Iterator[Metric]:
    """Yield the figures on upkeep: two small queries and one small file. What never was, or is unknown, has none."""
    yield from _token(now)
    last = Seal.objects.order_by("-pk").values_list("sealed_at", flat=True).first()
    yield from _age("cascina_seal_age_seconds", "Since the register was last sealed", last, now)
    yield from _backup(now)
    with suppress(OSError):  # not mounted: /readyz says so
        free = shutil.disk_usage(settings.VAR_DIR).free
        yield GaugeMetricFamily("cascina_disk_free_bytes", "What is free in VAR_DIR, on this machine", free)


def _backup(now: datetime) -> Iterator[Metric]:
    """Yield the figures on backups; nothing where there is no record that can be read."""
    backup = None
    with suppress(OSError, ValueError):
        backup = last_backup(settings.VAR_DIR)
    if backup is None:
        return
    yield from _age("cascina_backup_age_seconds", "Since the last backup", backup.at, now)
    restored = "Since a backup was last restored on trial"
    yield from _age("cascina_restore_age_seconds", restored, backup.restored_at, now)
    is_good = backup.is_good and backup.drill_is_good
    ok = "Whether the last backup, or its last restore, went well"
    yield GaugeMetricFamily("cascina_backup_ok", ok, float(is_good))


def _token(now: datetime) -> Iterator[Metric]:
    token = daily_limit.number_status().token
    yield GaugeMetricFamily(
        "cascina_token_refused", "Whether Meta refuses our access token", float(token.is_refused)
    )
    if token.expires_at is not None:
        days = (token.expires_at - now).total_seconds() / 86_400
        yield GaugeMetricFamily("cascina_token_days", "Until our access token expires", days)


def _age(name: str, text: str, at: datetime | None, now: datetime) -> Iterator[Metric]:
    if at is not None:
        yield GaugeMetricFamily(name, text, max(0.0, (now - at).total_seconds()))
