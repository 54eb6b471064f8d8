"""The page on which a second person releases an export with numbers: who asked, why, of how many people."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.components import colleague, page_context
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence
from subscribers.exporting import releasing
from subscribers.exporting.filters import Filters
from subscribers.models import RegisterExport

CHANGE = "admin:subscribers_registerexport_change"


def release_page(request: HttpRequest, pk: int, *, model_admin: ModelAdmin) -> HttpResponse:
    """Autorizza l'esportazione. A GET never acts."""
    export = get_object_or_404(RegisterExport.objects.select_related("requested_by"), pk=pk)
    if not may_release(colleague(request), export):
        raise PermissionDenied
    if request.method == "POST":
        return ask_again(request) or _release(model_admin, request, export)
    context = {
        **page_context(model_admin, request, "Autorizza l'esportazione"),
        "original": export,
        "asked_by": display_name(export.requested_by),
        "what": Filters.from_data(export.filters).in_words(),
        "people": releasing.count_people(export),
    }
    return TemplateResponse(request, "admin/subscribers/registerexport/release.html", context)


def _release(model_admin: ModelAdmin, request: HttpRequest, export: RegisterExport) -> HttpResponse:
    read, by, now = request.POST.get("read", ""), colleague(request), timezone.now()
    try:
        releasing.release(export, read=read, by=by, now=now)
    except releasing.CannotRelease as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    model_admin.log_change(request, export, "Autorizzata.")
    messages.success(request, f"Autorizzata: {display_name(export.requested_by)} ora può scaricarla.")
    return redirect(CHANGE, export.pk)


def may_release(user: User, export: RegisterExport) -> bool:
    """Tell whether `user` may release this export: with numbers, and asked for by somebody else."""
    is_own = export.requested_by_id == user.pk
    return export.with_numbers and not is_own and user.has_perm(releasing.MAY_RELEASE)


def how_it_stands(export: RegisterExport, reader: User) -> dict[str, Any]:
    """Collect what the page of an export tells of its release: by whom, or whom it waits for."""
    if not export.with_numbers or export.status in releasing.GONE:
        return {}
    if export.released_by and export.released_at:
        at = in_a_sentence(export.released_at, timezone.now())
        return {"released": f"Autorizzata da {display_name(export.released_by)}, {at}."}
    names = [display_name(person) for person in releasing.releasers(export)]
    return {"waits": True, "releasers": ", ".join(names), "may_release": may_release(reader, export)}
