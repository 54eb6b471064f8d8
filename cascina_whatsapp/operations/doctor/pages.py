# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page *Messa in servizio*: the steps at Meta one by one, then this machine.

Opened, it shows what the service knows by itself; Meta, the mail server and our own address are asked on request.
"""

import logging
import threading
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache

from cascina_whatsapp.presentation.components import badge

from . import installation
from .examination import examine, named
from .machine_table import MACHINE
from .results import LABELS, TONES, Outcome, Result
from .sources import Place
from .steps import Progress, next_step, progress

log = logging.getLogger(__name__)
RIGHT = "webhook.view_webhookpost"
"""The right of the system administrator alone (docs/privacy/roles.md)."""
AT_ONCE = threading.BoundedSemaphore(2)
"""Examinations of one process: each holds a thread of the site while Meta thinks."""
BESIDE_THE_STEPS = (*(check.name for check in MACHINE), "meta")
"""The checks that stand below the steps."""


@dataclass(frozen=True)
class Line:
    """A result as the page shows it."""

    result: Result
    badge: SafeString


@dataclass(frozen=True)
class ShownStep:
    """A step as the page shows it; the one to do next is unfolded."""

    progress: Progress
    badge: SafeString
    lines: list[Line]
    address: str
    is_open: bool


def urls(site: AdminSite) -> list[URLPattern]:
    """Return the URL pattern of the page "Messa in servizio", for the admin's own."""

    @never_cache
    def page(request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        context = {**site.each_context(request), "title": "Messa in servizio", **_found(request)}
        return TemplateResponse(request, "admin/doctor.html", context)

    return [path("messa-in-servizio/", site.admin_view(page), name="doctor")]


def _found(request: HttpRequest) -> dict[str, Any]:
    if request.method != "POST":
        return _shown(examine(farthest=Place.HERE))
    if not AT_ONCE.acquire(blocking=False):
        return _shown(examine(farthest=Place.HERE)) | {"is_busy": True}
    try:
        log.info("examination asked for by user %s", request.user.pk)
        return _shown(examine(), is_whole=True)
    finally:
        AT_ONCE.release()


def _shown(found: list[Result], *, is_whole: bool = False) -> dict[str, Any]:
    """Collect what the page shows of the results. `is_whole`: Meta was asked, so one can say which step is next."""
    results, here = named(found), installation.read(settings, timezone.now())
    steps = progress(results, here)
    to_do = next_step(steps) if is_whole else 0
    machine = [_line(results[name]) for name in BESIDE_THE_STEPS]
    return {
        "steps": [_step(step, is_open=step.number == to_do) for step in steps],
        "done": sum(step.is_done for step in steps),
        "machine": machine,
        "is_whole": is_whole,
        "is_all_well": is_whole
        and not to_do
        and all(line.result.outcome == Outcome.WELL for line in machine),
    }


def _step(step: Progress, *, is_open: bool) -> ShownStep:
    outcome = Outcome.LEFT_OUT if step.outcome == Outcome.WELL and not step.is_done else step.outcome
    page, _ = step.step.page
    return ShownStep(
        step,
        badge(LABELS[outcome], TONES[outcome]),
        [_line(result) for result in step.results],
        reverse(page) if page else "",
        is_open,
    )


def _line(result: Result) -> Line:
    return Line(result, badge(LABELS[result.outcome], TONES[result.outcome]))
