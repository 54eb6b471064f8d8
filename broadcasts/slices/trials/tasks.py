"""The tick of trials."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi

from . import sending


@shared_task(name="broadcasts.try_out")
def try_out() -> None:
    """Every half minute, and at once when there are new ones: the trials that clerks have asked for."""
    sending.send_due(api=CloudApi.from_settings(settings), now=timezone.now())
