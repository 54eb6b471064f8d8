"""The people of a list that waits, for whoever confirms it; and one number in clear, for a reason."""

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from cascina_whatsapp.accounts.daily_bounds import BeyondBound, MustConfirm
from cascina_whatsapp.accounts.reauthentication import ask_before_number
from cascina_whatsapp.accounts.signing_in.session import confirmed_at
from cascina_whatsapp.presentation.components import colleague, page_context
from subscribers.importing import people
from subscribers.models import ImportBatch, ImportRow

from .person import UnmaskForm

MAY_CONFIRM, MAY_UNMASK = "subscribers.confirm_import", "subscribers.unmask_importrow"
ON_A_PAGE = 50


def people_page(request: HttpRequest, pk: int, *, model_admin: ModelAdmin) -> HttpResponse:
    """Reference, day and the last two digits of each, a page at a time, to be held against the forms."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    if not (model_admin.has_view_permission(request, batch) and request.user.has_perm(MAY_CONFIRM)):
        raise PermissionDenied
    page = Paginator(batch.rows.all(), ON_A_PAGE).get_page(request.GET.get("p"))
    context = {
        **page_context(model_admin, request, "Le persone dell'elenco"),
        "original": batch,
        "people": [people.shown(row) for row in page],
        "page": page,
        "may_unmask": may_unmask(request, batch),
    }
    return TemplateResponse(request, "admin/subscribers/importbatch/people.html", context)


def number_page(request: HttpRequest, pk: int, *, model_admin: ModelAdmin) -> HttpResponse:
    """Ask why, then show a number once, in the answer to that very post. A GET never shows it."""
    row = get_object_or_404(ImportRow.objects.select_related("batch"), pk=pk)
    if not (model_admin.has_view_permission(request, row.batch) and may_unmask(request, row.batch)):
        raise PermissionDenied
    if question := ask_before_number(request):
        return question
    form, number = UnmaskForm(request.POST or None), ""
    if form.is_valid():
        number = _unmasked(request, row, form, model_admin)
    context = {
        **page_context(model_admin, request, "Mostra il numero"),
        "original": row.batch,
        "person": people.shown(row),
        "form": form,
        "number": number,
    }
    return TemplateResponse(request, "admin/subscribers/importbatch/number.html", context)


def _unmasked(request: HttpRequest, row: ImportRow, form: UnmaskForm, model_admin: ModelAdmin) -> str:
    by, reason, now = colleague(request), form.cleaned_data["reason"], timezone.now()
    try:
        number = people.unmask(row, by=by, reason=reason, now=now, confirmed_at=confirmed_at(request))
    except (BeyondBound, MustConfirm) as refusal:
        form.add_error(None, str(refusal))
        return ""
    model_admin.log_change(request, row.batch, "Numero mostrato.")  # why, the trail alone says
    return number


def may_unmask(request: HttpRequest, batch: ImportBatch) -> bool:
    """Tell whether the user may confirm this list and see its numbers: not whoever uploaded it."""
    is_own = batch.uploaded_by_id == request.user.pk
    return request.user.has_perm(MAY_CONFIRM) and request.user.has_perm(MAY_UNMASK) and not is_own
