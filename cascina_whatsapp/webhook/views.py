# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The webhook view: check the signature, store the body with its priority, answer 200. Routing comes later."""

import logging
from collections.abc import Callable
from secrets import compare_digest
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from cascina_whatsapp.cloud_api import signature

from .models import Priority, WebhookPost

log = logging.getLogger(__name__)


@method_decorator([csrf_exempt, transaction.non_atomic_requests], name="dispatch")
class WebhookView(View):
    """Meta's webhook: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks"""

    http_method_names = ["get", "post"]
    priority_of: Callable[[bytes], Priority] = staticmethod(lambda body: Priority.USUAL)
    """In which order a signed body is dealt with when many wait; given by the project's `urls.py`."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """With its length, which in the webhook's own process nobody adds: without it an answer comes in pieces."""
        response = super().dispatch(request, *args, **kwargs)
        if isinstance(response, HttpResponse):
            response.headers["Content-Length"] = str(len(response.content))
        return response

    def get(self, request: HttpRequest) -> HttpResponse:
        """The handshake, when Meta is told our address: echo the challenge to who knows the token."""
        asked = request.GET.get("hub.mode") == "subscribe"
        token = request.GET.get("hub.verify_token", "")
        expected = settings.WHATSAPP_VERIFY_TOKEN
        if asked and expected and compare_digest(token.encode(), expected.encode()):
            return HttpResponse(request.GET.get("hub.challenge", ""), content_type="text/plain")
        log.warning("handshake refused")
        return HttpResponseForbidden()

    def post(self, request: HttpRequest) -> HttpResponse:
        """200 once the row is committed; 403 for a bad signature. Over 3 MB nothing gets here (`large_bodies`)."""
        body = request.body
        header = request.headers.get("X-Hub-Signature-256")
        if not signature.is_authentic(body, header, settings.WHATSAPP_APP_SECRETS):
            log.warning("signature refused, %d bytes", len(body))
            return HttpResponseForbidden()
        store(body, self.priority_of(body))
        return HttpResponse()


def store(body: bytes, priority: Priority) -> None:
    """One committed row, and one journey to the database: the connection is not asked first whether it still works.

    One that broke, since the database was restarted, is replaced. If it broke after the row was written there are
    two of them, which does no harm: Meta itself posts twice.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]  # Django's own, which its stubs leave out
    try:
        WebhookPost.objects.create(body=body, priority=priority)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        log.warning("connection to the database lost: trying a new one")
        connection.close()
        WebhookPost.objects.create(body=body, priority=priority)
