"""The webhook view: check the signature, store the body in slices, answer 200. Routing comes later."""

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

from cascina_whatsapp.security.logs import follow
from cascina_whatsapp.whatsapp.cloud_api import signature

from .models import Priority, Slice, WebhookPost

log = logging.getLogger(__name__)
RECEIPT = b'"statuses"'
"""The sign of a body that tells of messages of ours: where it tells of nothing else, no line says it came."""


@method_decorator([csrf_exempt, transaction.non_atomic_requests], name="dispatch")
class WebhookView(View):
    """Meta's webhook: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks"""

    http_method_names = ["get", "post"]
    slices_of: Callable[[bytes], list[Slice]] = staticmethod(lambda body: [(body, Priority.USUAL)])
    """Tells what is stored of a signed body; given by the project's `urls.py`."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the length, which nobody else adds in the webhook's own process: else it comes in pieces."""
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
        """200 once all is committed; 403 for a bad signature. Over 3 MB nothing gets here (`large_bodies`)."""
        body = request.body
        header = request.headers.get("X-Hub-Signature-256")
        if not signature.is_authentic(body, header, settings.WHATSAPP_APP_SECRETS):
            log.warning("signature refused, %d bytes", len(body))
            return HttpResponseForbidden()
        slices = self.slices_of(body)
        posts = store(slices)
        if len(slices) > 1 or RECEIPT not in body:
            follow(log, "stored", posts)
        return HttpResponse()


def store(slices: list[Slice]) -> list[int]:
    """A post for each, all committed or none; of the usual one in one journey to the database. Their numbers.

    The connection is not asked first whether it still works: one that broke, since the database was restarted, is
    replaced. If it broke after they were written they are there twice, which does no harm: Meta itself posts twice.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]  # Django's own, which its stubs leave out
    try:
        return _write(slices)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        log.warning("connection to the database lost: trying a new one")
        connection.close()
        return _write(slices)


def _write(slices: list[Slice]) -> list[int]:
    posts = [WebhookPost(body=body, priority=priority) for body, priority in slices]
    if len(posts) == 1:
        posts[0].save(force_insert=True)
    else:
        WebhookPost.objects.bulk_create(posts)
    return [post.pk for post in posts]
