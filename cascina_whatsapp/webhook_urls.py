# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The addresses that the webhook's own process answers to; the site has them among its own."""

from django.urls import path

from .health import healthz, readyz
from .webhook.views import WebhookView
from .webhook_priority import priority_of

urlpatterns = [
    path("webhooks/whatsapp/", WebhookView.as_view(priority_of=priority_of), name="whatsapp"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
