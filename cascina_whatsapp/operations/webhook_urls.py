"""The addresses that the webhook's own process answers to; the site has them among its own."""

from django.urls import path

from cascina_whatsapp.routing.priority import slices_of
from cascina_whatsapp.whatsapp.webhook.views import WebhookView

from .health import healthz, readyz
from .metrics.durations import timed
from .metrics.views import metrics

urlpatterns = [
    path("webhooks/whatsapp/", timed(WebhookView.as_view(slices_of=slices_of)), name="whatsapp"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
