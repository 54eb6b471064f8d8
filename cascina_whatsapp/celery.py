# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Celery: the hands. The database is the queue; beat only says "look what is due" (docs/decisions/0001).

A tick expires before the next one is sent, so that ticks never pile up while the workers are busy.
"""

import os
import sys
from typing import Any

import django
from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, worker_init
from django.core.exceptions import ImproperlyConfigured

from . import folder_broker

folder_broker.register()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cascina_whatsapp.settings")
app = Celery("cascina_whatsapp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def tick(task: str, *, seconds: float) -> dict[str, Any]:
    """A beat entry: run `task` every so many seconds, or not at all if no worker is free by then."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


def nightly(task: str, *, minute: int) -> dict[str, Any]:
    """A beat entry: run `task` at that minute past three in the morning, or not at all if nobody can by four."""
    return {"task": task, "schedule": crontab(hour=3, minute=minute), "options": {"expires": 3600}}


app.conf.beat_schedule = {
    "listen": tick("webhook.listen", seconds=0.5),
    "answer": tick("subscribers.answer", seconds=1),
    "start": tick("broadcasts.start_due", seconds=1),
    "send": tick("broadcasts.send", seconds=0.5),
    "recover": tick("broadcasts.recover", seconds=60),
    "recover-answers": tick("subscribers.recover", seconds=60),
    "count": tick("broadcasts.count", seconds=5),
    "submit-templates": tick("broadcasts.submit_templates", seconds=3),
    "synchronise": tick("broadcasts.synchronise_templates", seconds=600),
    "try-out": tick("broadcasts.try_out", seconds=1),
    "tally": tick("broadcasts.tally", seconds=300),
    "export": tick("subscribers.export", seconds=2),
    "verify-asked": tick("subscribers.verify_asked", seconds=5),
    "retain": nightly("privacy.retain", minute=10),
    "seal": nightly("subscribers.seal", minute=30),
    "verify": nightly("subscribers.verify", minute=40),
    "verify-trail": nightly("trail.verify", minute=45),
    "record-told": tick("broadcasts.record_told", seconds=30),
    "propose": nightly("broadcasts.propose", minute=55),
    "tally-late": nightly("broadcasts.tally_late", minute=5),
    "finish-erasures": nightly("privacy.finish_erasures", minute=50),
    "send-notices": tick("staff_notices.send", seconds=60),
    "expire-changes": tick("accounts.expire", seconds=600),
    "remind": tick("privacy.remind", seconds=600),
    "forget-unconfirmed": tick("privacy.forget_unconfirmed", seconds=600),
}


@worker_init.connect
@beat_init.connect
def check_before_starting(**kwargs: Any) -> None:
    """A worker or a beat without its secrets, or with others, must not start.

    SystemExit, since Celery only logs an exception.
    """
    from .checks import refuse_half_configured, refuse_wrong_keys  # need loaded settings

    try:
        refuse_half_configured()
        django.setup()  # beat has not done it yet
        refuse_wrong_keys(insist=True)
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))


@worker_init.connect
def note_settings_of_worker(**kwargs: Any) -> None:
    """What is set otherwise than at the worker's last start goes into the trail."""
    from django.utils import timezone

    from .trail.settings_at_start import note_settings  # needs loaded settings

    note_settings("worker", timezone.now())
