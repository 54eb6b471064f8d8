"""The button by which the case file of a period is taken away: who one is, then the ZIP."""

import logging
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import slugify

from broadcasts.reporting import case_file
from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event

log = logging.getLogger(__name__)
TAKE = "elections.take_case_file"
IN_MEMORY = 1024 * 1024
"""Bytes of the ZIP that are kept in memory; more goes to a file that nobody else sees."""


class CaseFilePage:
    """The view: a POST gives the ZIP, and the trail keeps who took it, when, and the digest of its index."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if not (self.admin.has_view_permission(request) and request.user.has_perm(TAKE)):
            log.warning("user %s has no permission %s", request.user.pk, TAKE)
            raise PermissionDenied
        period = get_object_or_404(ElectoralPeriod, pk=pk)
        if request.method != "POST" or period.state == ElectoralPeriod.State.DRAFT:
            return redirect("admin:elections_electoralperiod_change", pk)
        return ask_again(request) or self._give(request, period)

    def _give(self, request: HttpRequest, period: ElectoralPeriod) -> FileResponse:
        file = cast(BinaryIO, SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the response closes it
        now = timezone.now()
        digest = case_file.write(period, file, now)
        size = file.tell()
        file.seek(0)
        about = f"periodo elettorale {period.pk}"
        trail.record(
            Event.CASE_FILE_TAKEN, by=colleague(request), now=now, about=about, details={"digest": digest}
        )
        log.info("case file of period %s taken by user %s", period.pk, request.user.pk)
        name = f"fascicolo-{slugify(period.name) or period.pk}.zip"
        response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
        response["Content-Length"] = str(size)
        return response
