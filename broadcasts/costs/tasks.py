"""The ticks of costs."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from cascina_whatsapp.whatsapp.cloud_api.setup import SetupApi

from . import billed_counts


@shared_task(name="broadcasts.read_reported")
def read_reported() -> None:
    """Every night: what Meta says that last month costs, beside our own count."""
    billed_counts.read(api=SetupApi.from_settings(settings), now=timezone.now())
