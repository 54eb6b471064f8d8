"""Celery: beat and the workers. The database is the queue; beat only asks what is due (docs/decisions/0001).

Beat adds no tick while many wait (`beat`), so that ticks never pile up while the workers are busy.
"""

import gc
import os
import sys
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, task_failure, task_prerun, task_success, worker_init, worker_ready
from django.core.exceptions import ImproperlyConfigured

from . import folder_broker

folder_broker.register()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cascina_whatsapp.settings")
os.environ.setdefault("CELERY_SKIP_CHECKS", "true")  # it would load every page, and drop what is found
app = Celery("cascina_whatsapp")
app.set_default()  # of every thread: Celery makes a new app the current one of its own thread alone
app.config_from_object("django.conf:settings", namespace="CELERY")
# Celery would open a connection to the database for each task, of which there are three a second when nothing is to
# be done; so it keeps them as the site does, and `replace_broken_connections` looks after them.
app.conf["CELERY_DB_REUSE_MAX"] = sys.maxsize


def slices() -> list[str]:
    """Name the packages inside an app that may have ticks of their own."""
    from broadcasts.apps import SLICES  # which beat does without

    return list(SLICES)


app.autodiscover_tasks()
app.autodiscover_tasks(slices)


QUEUES = ("replies", "celery", "long")
AT_LEAST = 600.0
"""Seconds that a tick waits for a worker, however often it comes: on a busy machine late is slower, never nothing."""


def tick(task: str, *args: str, seconds: float, **options: str) -> dict[str, Any]:
    """A beat entry: run `task` every so many seconds, or not at all if no worker is free by the next, or in AT_LEAST.

    It carries nothing, so one that comes late does whatever is due by then.
    """
    waits = {"expires": max(seconds, AT_LEAST)}
    return {"task": task, "args": args, "schedule": seconds, "options": {**waits, **options}}


def nightly(task: str, *, minute: int) -> dict[str, Any]:
    """A beat entry: run `task` at that minute past three in the morning, or not at all if nobody can by four."""
    return {"task": task, "schedule": crontab(hour=3, minute=minute), "options": {"expires": 3600}}


app.conf.beat_schedule = {
    "listen": tick("webhook.listen", seconds=1),
    "answer": tick("subscribers.answer", seconds=30),
    "start": tick("broadcasts.start_due", seconds=1),
    "mind-elections": tick("broadcasts.mind_elections", seconds=10),
    "alarm-of-emergencies": tick("broadcasts.alarm_of_emergencies", seconds=60),
    "send": tick("broadcasts.send", seconds=10),
    "publish": tick("broadcasts.publish", seconds=30),
    **{f"pulse-{queue}": tick("operations.pulse", queue, seconds=20, queue=queue) for queue in QUEUES},
    "recover": tick("broadcasts.recover", seconds=60),
    "recover-answers": tick("subscribers.recover", seconds=60),
    "submit-templates": tick("broadcasts.submit_templates", seconds=30),
    "synchronise": tick("broadcasts.synchronise_templates", seconds=600),
    "read-sources": tick("sources.read", seconds=60),
    "look-for-bulletin": tick("broadcasts.look_for_bulletin", seconds=600),
    "try-out": tick("broadcasts.try_out", seconds=30),
    "tally": tick("broadcasts.tally", seconds=300),
    "export": tick("subscribers.export", seconds=10),
    "verify-asked": tick("subscribers.verify_asked", seconds=10),
    "retain": nightly("privacy.retain", minute=10),
    "seal": nightly("subscribers.seal", minute=30),
    "verify": nightly("subscribers.verify", minute=40),
    "verify-trail": nightly("trail.verify", minute=45),
    "record-told": tick("broadcasts.record_told", seconds=30),
    "propose": nightly("broadcasts.propose", minute=55),
    "tally-late": nightly("broadcasts.tally_late", minute=5),
    "read-reported": nightly("broadcasts.read_reported", minute=25),
    "verify-broadcasts": nightly("broadcasts.verify", minute=35),
    "finish-erasures": nightly("privacy.finish_erasures", minute=50),
    "send-notices": tick("staff_notices.send", seconds=60),
    "expire-changes": tick("accounts.expire", seconds=600),
    "remind": tick("privacy.remind", seconds=600),
    "forget-unconfirmed": tick("privacy.forget_unconfirmed", seconds=600),
}


@app.on_after_finalize.connect
def read_sources_often_in_a_trial(**kwargs: Any) -> None:
    """Read the sources every ten seconds in a trial, where somebody waits for the draft. Needs loaded settings."""
    from django.conf import settings

    if settings.SOURCES_ON_THIS_MACHINE:
        app.conf.beat_schedule["read-sources"] = tick("sources.read", seconds=10)


@worker_init.connect
@beat_init.connect
def check_before_starting(**kwargs: Any) -> None:
    """A worker or a beat with wrong settings must not start."""
    from cascina_whatsapp.security import core_dumps_off  # needs loaded settings
    from cascina_whatsapp.settings.checks import refuse_wrong_settings  # the same

    refuse_wrong_settings()
    core_dumps_off.hide()


@worker_init.connect
def prepare_worker(**kwargs: Any) -> None:
    """A worker does not start with the keys of another database, nor where it can't tell an older copy.

    From a copy nothing is sent by itself. SystemExit, since Celery only logs an exception.
    What is set otherwise than at its last start is in the trail; what is loaded is searched for garbage once: Celery
    does before each fork, and what is not touched stays shared.
    """
    from django.db import DatabaseError, connection  # needs loaded settings, as do the others
    from django.utils import timezone

    from cascina_whatsapp.operations.restoring import look_at_start
    from cascina_whatsapp.security.trail.settings_at_start import note_settings
    from cascina_whatsapp.settings.checks import refuse_wrong_keys

    try:
        refuse_wrong_keys(insist=True)
        look_at_start(timezone.now())
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
    except DatabaseError as problem:
        sys.exit(f"Whether the database is an older copy is not known: {type(problem).__name__}")
    finally:
        connection.close()  # the worker forks: its children open their own
    note_settings("worker", timezone.now())
    gc.collect()
    gc.freeze()


@worker_ready.connect
def note_queues(sender: Any, **kwargs: Any) -> None:
    """A worker serves its queues from now on; the next pulse of each may come in twenty seconds."""
    from django.utils import timezone

    from cascina_whatsapp.operations import pulses  # needs loaded settings

    for queue in sender.app.amqp.queues.consume_from:
        pulses.note(queue, timezone.now())


@task_prerun.connect
def replace_broken_connections(**kwargs: Any) -> None:
    """A connection that the database has closed meanwhile is opened anew, as at the beginning of a request."""
    from django.db import close_old_connections  # needs loaded settings

    close_old_connections()


@task_success.connect
@task_failure.connect
def note_end(sender: Any, **kwargs: Any) -> None:
    """Note when each task was last done, or how often it failed: figures for whoever watches."""
    from cascina_whatsapp.operations.metrics.durations import note_task  # needs loaded settings

    note_task(sender.name, failed="exception" in kwargs)
