"""The deliveries of one person, looked for by POST so that no address says by what, and their number, shown once."""

import logging

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import Delivery
from broadcasts.sending.privacy import unmasking
from cascina_whatsapp.accounts.daily_bounds import BeyondBound, MustConfirm
from cascina_whatsapp.accounts.reauthentication import ask_before_number
from cascina_whatsapp.accounts.signing_in.session import confirmed_at
from cascina_whatsapp.presentation.components import colleague, page_context
from subscribers.admin.found import note
from subscribers.admin.person import NOBODY, FindForm, UnmaskForm, may_find
from subscribers.models import Subscriber
from subscribers.register.history import look_up

log = logging.getLogger(__name__)
MAY_UNMASK = "broadcasts.unmask_delivery"


def find_page(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Cerca le consegne di una persona: the address that it leads to has their row's number only."""
    if not (admin.has_view_permission(request) and may_find(colleague(request))):
        raise PermissionDenied
    form = FindForm(request.POST or None)
    if form.is_valid() and (person := _found(request, form)):
        page, number = reverse("admin:broadcasts_delivery_changelist"), (person.moved_to or person).pk
        return redirect(f"{page}?person={number}")  # by a number that they gave up
    context = page_context(admin, request, "Cerca le consegne di una persona") | {"form": form}
    return TemplateResponse(request, "admin/broadcasts/delivery/find.html", context)


def _found(request: HttpRequest, form: FindForm) -> Subscriber | None:
    """The person; else the form says why there is none."""
    try:
        found = look_up(form.cleaned_data["text"], by=colleague(request), now=timezone.now())
    except BeyondBound as refusal:
        form.add_error("text", str(refusal))
        return None
    known = "found" if found.subscriber else "nobody"
    log.info("user %s looked for deliveries by %s: %s", request.user.pk, found.by, known)
    if found.subscriber is None:
        form.add_error("text", NOBODY)
    else:
        note(request, found.subscriber)
    return found.subscriber


def unmask_page(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then show a number once, in the answer to that very post. A GET never shows it."""
    delivery = get_object_or_404(Delivery.objects.select_related("campaign", "subscriber"), pk=pk)
    if not (admin.has_view_permission(request, delivery) and request.user.has_perm(MAY_UNMASK)):
        raise PermissionDenied
    if question := ask_before_number(request):
        return question
    form = UnmaskForm(request.POST or None)
    number = _number(admin, request, delivery, form) if form.is_valid() else ""
    context = {
        **page_context(admin, request, "Mostra il numero"),
        "original": delivery,
        "form": form,
        "number": number,
        "nothing": "" if unmasking.has_number(delivery) else unmasking.NOTHING_TO_SHOW,
    }
    return TemplateResponse(request, "admin/broadcasts/delivery/unmask.html", context)


def _number(admin: ModelAdmin, request: HttpRequest, delivery: Delivery, form: UnmaskForm) -> str:
    by, reason, now = colleague(request), form.cleaned_data["reason"], timezone.now()
    try:
        number = unmasking.unmask(delivery, by=by, reason=reason, now=now, confirmed_at=confirmed_at(request))
    except unmasking.NothingToShow:
        return ""
    except (BeyondBound, MustConfirm) as refusal:
        form.add_error(None, str(refusal))
        return ""
    admin.log_change(request, delivery, "Numero mostrato.")  # why, another trace says
    return number
