"""The page that shows one number in clear, for who may and says why."""

import logging

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from broadcasts.models import Delivery
from broadcasts.privacy import unmasking
from cascina_whatsapp.accounts.daily_bounds import BeyondBound, MustConfirm
from cascina_whatsapp.accounts.reauthentication import ask_before_number
from cascina_whatsapp.accounts.signing_in.session import confirmed_at
from cascina_whatsapp.presentation.components import colleague, page_context
from subscribers.admin.person import UnmaskForm

log = logging.getLogger(__name__)
MAY_UNMASK = "broadcasts.unmask_delivery"


class UnmaskPage:
    """The page that asks why, then shows a number once, in the answer to that very post. A GET never shows it."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        return never_cache(self._answer)(request, pk)

    def _answer(self, request: HttpRequest, pk: int) -> HttpResponse:
        delivery = get_object_or_404(Delivery.objects.select_related("campaign", "subscriber"), pk=pk)
        if not (self.admin.has_view_permission(request, delivery) and request.user.has_perm(MAY_UNMASK)):
            log.warning("user %s may not unmask delivery %s", request.user.pk, pk)
            raise PermissionDenied
        if question := ask_before_number(request):
            return question
        form, number = UnmaskForm(request.POST or None), ""
        if form.is_valid():
            number = self._show(request, delivery, form)
        context = {
            **page_context(self.admin, request, "Mostra il numero"),
            "original": delivery,
            "form": form,
            "number": number,
            "nothing": "" if unmasking.has_number(delivery) else unmasking.NOTHING_TO_SHOW,
        }
        return TemplateResponse(request, "admin/broadcasts/delivery/unmask.html", context)

    def _show(self, request: HttpRequest, delivery: Delivery, form: UnmaskForm) -> str:
        by, reason, now = colleague(request), form.cleaned_data["reason"], timezone.now()
        try:
            number = unmasking.unmask(
                delivery, by=by, reason=reason, now=now, confirmed_at=confirmed_at(request)
            )
        except unmasking.NothingToShow:
            return ""
        except (BeyondBound, MustConfirm) as refusal:
            form.add_error(None, str(refusal))
            return ""
        self.admin.log_change(request, delivery, "Numero mostrato.")  # why, another trace says
        return number
