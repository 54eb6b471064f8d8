"""The page *Tutto pronto?*: what is still to be put right, the steps at Meta one by one, the rest in folds.

Opened, it shows what the service knows by itself; Meta, the mail server and our own address are asked on request.
"""

import logging
import threading
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache

from cascina_whatsapp.presentation.checks import Place

from . import installation
from .examination import examine
from .readiness import readiness

log = logging.getLogger(__name__)
RIGHT = "webhook.view_webhookpost"
"""The right of the system administrator alone (docs/privacy/roles.md)."""
AT_ONCE = threading.BoundedSemaphore(2)
"""Examinations of one process: each holds a thread of the site while Meta thinks."""


def urls(site: AdminSite) -> list[URLPattern]:
    """Return the URL pattern of the page "Tutto pronto?", for the admin's own."""

    @never_cache
    @permission_required(RIGHT, raise_exception=True)
    def page(request: HttpRequest) -> HttpResponse:
        context = {**site.each_context(request), "title": "Tutto pronto?", **_found(request)}
        return TemplateResponse(request, "admin/doctor.html", context)

    return [path("messa-in-servizio/", site.admin_view(page), name="doctor")]


def _found(request: HttpRequest) -> dict[str, Any]:
    if request.method != "POST":
        return {"page": _examined(Place.HERE)}
    if not AT_ONCE.acquire(blocking=False):
        return {"page": _examined(Place.HERE), "is_busy": True}
    try:
        log.info("examination asked for by user %s", request.user.pk)
        return {"page": _examined(Place.OUTSIDE)}
    finally:
        AT_ONCE.release()


def _examined(farthest: Place) -> dict[str, Any]:
    found = examine(farthest=farthest)
    here = installation.read(settings, timezone.now())
    return readiness(found, here, is_whole=farthest == Place.OUTSIDE)
