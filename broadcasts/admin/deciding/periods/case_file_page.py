"""The page from which the case file of a period is taken away: what is in it, then who one is, then the ZIP."""

import logging
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import slugify

from broadcasts.reporting import case_file
from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.presentation.components import colleague, page_context
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event

log = logging.getLogger(__name__)
TAKE = "elections.take_case_file"
IN_MEMORY = 1024 * 1024
"""Bytes of the ZIP that are kept in memory; more goes to a file that nobody else sees."""


class CaseFilePage:
    """A GET says what is in it; a POST gives it, and the trail keeps who took it, when, and its digest."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if not (self.admin.has_view_permission(request) and request.user.has_perm(TAKE)):
            log.warning("user %s has no permission %s", request.user.pk, TAKE)
            raise PermissionDenied
        period = get_object_or_404(ElectoralPeriod, pk=pk)
        if period.state == ElectoralPeriod.State.DRAFT:
            return redirect("admin:elections_electoralperiod_change", pk)
        if question := ask_again(request):
            return question
        return self._give(request, period) if request.method == "POST" else self._tell(request, period)

    def _tell(self, request: HttpRequest, period: ElectoralPeriod) -> HttpResponseBase:
        context = {**page_context(self.admin, request, f"Il fascicolo: {period}"), "original": period}
        return TemplateResponse(request, "admin/elections/electoralperiod/case_file.html", context)

    def _give(self, request: HttpRequest, period: ElectoralPeriod) -> FileResponse:
        file = cast(BinaryIO, SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the response closes it
        written = case_file.write(period, file)
        size = file.tell()
        file.seek(0)
        details: dict[str, str | int] = {"digest": written.digest, "messages": written.messages}
        about = f"periodo elettorale {period.pk}"
        trail.record(
            Event.CASE_FILE_TAKEN, by=colleague(request), now=timezone.now(), about=about, details=details
        )
        log.info("case file of period %s taken by user %s", period.pk, request.user.pk)
        name = f"fascicolo-{slugify(period.name) or period.pk}.zip"
        response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
        response["Content-Length"] = str(size)
        return response
