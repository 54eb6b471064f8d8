"""Beat's own app: the schedule, and nothing of what its ticks do. It loads neither the apps nor the database.

`celery -A cascina_whatsapp.celery.clock beat`. Two of them at once double the ticks, and nothing else.
"""

from celery import Celery
from django.conf import settings
from django.utils.log import configure_logging

from . import app as workers

configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
workers.finalize()
app = Celery("cascina_whatsapp", fixups=[])
app.config_from_object(settings, namespace="CELERY")
app.conf.beat_schedule = workers.conf.beat_schedule
