"""The minute's tick of recovery, without the minute, and as if somebody had listened at the webhook for long.

The site and the simulator do not go ahead with the worker's clock, so the service can't find that out by itself
here: tests/whatsapp/webhook/test_listening.py tells of it.
"""

from datetime import timedelta

LATER = timedelta(minutes=20)
"""Long enough for silence to be evidence (durations.SILENCE)."""
LISTENED_AND_RECOVERS = """
from datetime import timedelta
from django.utils import timezone
from cascina_whatsapp import routing, tasks
from cascina_whatsapp.whatsapp.webhook.models import Heartbeat
now = timezone.now()
routing.run(now)
Heartbeat.objects.filter(name="tick").update(since=now - timedelta(minutes=20))
Heartbeat.objects.filter(name="webhook").update(since=None)
tasks.recover()
"""
RECOVER = ("shell", "--verbosity=0", "--command", LISTENED_AND_RECOVERS)
