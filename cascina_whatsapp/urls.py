# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address that the service answers to."""

from django.contrib import admin
from django.urls import path
from django.views.generic import RedirectView

from subscribers.views import privacy_notice

from .accounts import invitation_page
from .health import healthz, readyz
from .webhook.views import WebhookView
from .webhook_priority import priority_of

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.urls),
    path("invito/", invitation_page.choose, name="invitation"),
    path("invito/<str:secret>/", invitation_page.open_link, name="invitation_link"),
    path("informativa/", privacy_notice, name="privacy_notice"),
    path("informativa/<int:version>/", privacy_notice, name="privacy_notice_version"),
    path("webhooks/whatsapp/", WebhookView.as_view(priority_of=priority_of), name="whatsapp"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
