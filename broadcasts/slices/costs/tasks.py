"""The ticks of costs."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.whatsapp.cloud_api.setup import SetupApi

from . import billed_counts, review, submitting


@shared_task(name="broadcasts.read_reported")
def read_reported() -> None:
    """Every night: what Meta says that last month costs, beside our own count."""
    billed_counts.read(api=SetupApi.from_settings(settings), now=timezone.now())


@shared_task(name="broadcasts.submit_templates")
def submit_templates() -> None:
    """Every half minute, and at once when there are new ones: the templates that somebody asked Meta to review."""
    submitting.submit_waiting(api=CloudApi.from_settings(settings), now=timezone.now())
    review.settle(timezone.now())
