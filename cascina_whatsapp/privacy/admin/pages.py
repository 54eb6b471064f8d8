"""The pages behind the buttons of a request: each says what will happen, and acts only when that is confirmed."""

import logging
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from cascina_whatsapp.accounts.daily_bounds import BeyondBound
from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.presentation.components import colleague, page_context, row_number
from cascina_whatsapp.privacy import dossier, erasure, rights
from cascina_whatsapp.privacy.models import RightsRequest
from cascina_whatsapp.privacy.request_page import request_page
from cascina_whatsapp.security import untrusted_files
from subscribers.admin import found
from subscribers.models import Subscriber
from subscribers.register.event_descriptions import number_of
from subscribers.rules.posters import drawing

from . import forms
from .buttons import ERASE, Button

log = logging.getLogger(__name__)
TEMPLATE = "admin/privacy/rightsrequest/{}.html"
NOT_NOW = "Su questa richiesta ora non si può fare: guarda a che punto è."
DATA = {
    "label": "Scarica i dati",
    "explanation": "Un file JSON con tutto ciò che il servizio ha di questa persona (articoli 15 e 20), da "
    "consegnare solo a lei. Resta traccia di chi lo ha scaricato e quando: poi togli il file dal tuo computer.",
}


def shown(
    model_admin: ModelAdmin, request: HttpRequest, page: str, title: str, **context: Any
) -> HttpResponse:
    """One of our pages, inside the frame of the admin."""
    head = page_context(model_admin, request, title)
    return TemplateResponse(request, TEMPLATE.format(page), head | context)


def refuse_strangers(model_admin: ModelAdmin, request: HttpRequest, permission: str) -> None:
    """Raise PermissionDenied for whoever has not this permission."""
    if not (model_admin.has_view_permission(request) and request.user.has_perm(permission)):
        raise PermissionDenied


def press(model_admin: ModelAdmin, request: HttpRequest, pk: int, *, button: Button) -> HttpResponse:
    """Show one button's page, or press it. A GET never acts."""
    refuse_strangers(model_admin, request, button.permission)
    asked = get_object_or_404(RightsRequest, pk=pk)
    person = rights.person_of(asked)
    if not button.applies(asked, timezone.now()):
        messages.warning(request, NOT_NOW)
        return redirect("admin:privacy_rightsrequest_change", pk)
    if button.acts_on_person and person:
        by_another = asked.opened_by != request.user
        if first := _first(request, person, is_asked=by_another):
            return first
    form = button.form(request.POST if request.method == "POST" else None, asked=asked)
    if form.is_valid():
        _act(model_admin, request, asked, button, form.cleaned_data)
        return redirect("admin:privacy_rightsrequest_change", pk)
    return shown(
        model_admin,
        request,
        "button",
        title=button.label,
        original=asked,
        person=number_of(person) if person else "",
        button=button,
        form=form,
        back=request_page(asked, timezone.now())["back"],
        plan=erasure.plan(asked, person, timezone.now()) if person and button is ERASE else None,
    )


def _act(
    model_admin: ModelAdmin,
    request: HttpRequest,
    asked: RightsRequest,
    button: Button,
    answers: dict[str, Any],
) -> None:
    try:
        button.act(asked, by=colleague(request), now=timezone.now(), **answers)
    except (rights.CannotAct, BeyondBound) as refusal:
        messages.error(request, str(refusal))
    else:
        log.info("rights request %s: %s, by user %s", asked.pk, button.name, request.user.pk)
        model_admin.log_change(request, asked, button.label)
        messages.success(request, button.done)


def add(model_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Register a request; with ?subscriber=… of somebody whose page is open, else of whom the number finds."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    chosen = _chosen(request)
    if chosen and not found.was_found(request, chosen):
        return found.look_up_first(request)
    form = forms.RequestForm(request.POST or None, by=colleague(request), subscriber=chosen)
    if not form.is_valid():
        return shown(
            model_admin,
            request,
            "add",
            title="Registra una richiesta",
            form=form,
            person=number_of(form.subscriber) if form.subscriber else "",
        )
    if form.subscriber:
        found.note(request, form.subscriber)
    asked = rights.open_request(
        **{name: form.cleaned_data[name] for name in form.Meta.fields},
        subscriber=form.subscriber,
        pseudonym=form.pseudonym,
        by=colleague(request),
        now=(now := timezone.now()),
    )
    _tell_what_happened(model_admin, request, asked, is_new=asked.opened_at == now)
    return redirect("admin:privacy_rightsrequest_change", asked.pk)


def _chosen(request: HttpRequest) -> Subscriber | None:
    number = row_number(request.GET.get("subscriber"))
    if number is None or not request.user.has_perm("subscribers.view_subscriber"):
        return None
    return get_object_or_404(Subscriber, pk=number)


def _tell_what_happened(
    model_admin: ModelAdmin, request: HttpRequest, asked: RightsRequest, *, is_new: bool
) -> None:
    if not is_new:
        messages.warning(request, f"C'era già una richiesta uguale di questa persona: è la {asked.number}.")
        return
    model_admin.log_addition(request, asked, "Registrata.")
    messages.success(request, f"Richiesta {asked.number} registrata.")


def _first(request: HttpRequest, person: Subscriber, *, is_asked: bool) -> HttpResponseRedirect | None:
    """The way to what comes before somebody acts on a person or takes their data; None where nothing does.

    A person whom nobody else asked about is looked up first: the citizen did, in chat, or a colleague at the desk.
    """
    if not is_asked and not found.was_found(request, person):
        return found.look_up_first(request)
    return ask_again(request)


def data_of_person(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The file about this person, whether or not they asked for it."""
    refuse_strangers(model_admin, request, "privacy.export_person")
    subscriber = get_object_or_404(Subscriber, pk=pk)
    asked = rights.open_requests_of(subscriber).exclude(opened_by=colleague(request))
    if first := _first(request, subscriber, is_asked=asked.exists()):
        return first
    if request.method != "POST":
        context = {"subscriber": subscriber, "person": number_of(subscriber), "button": DATA}
        return shown(model_admin, request, "button", title=DATA["label"], **context)
    try:
        data = dossier.take(subscriber, by=colleague(request), now=timezone.now())
    except BeyondBound as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    model_admin.log_change(request, subscriber, "Copia dei dati scaricata.")
    response = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="dati-personali-{subscriber.pk}.json"'
    return response


def receipt(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The answer to a closed request, on one page to print."""
    asked, sheet = _answered(model_admin, request, pk)
    if sheet is None:
        return redirect("admin:privacy_rightsrequest_change", pk)
    return shown(model_admin, request, "receipt", title=sheet["title"], original=asked, sheet=sheet)


def receipt_as_pdf(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a file, to attach to a PEC."""
    asked, sheet = _answered(model_admin, request, pk)
    if sheet is None:
        return redirect("admin:privacy_rightsrequest_change", pk)
    words = {
        "owner": "Comune di Cascina, servizio WhatsApp",
        "title": sheet["heading"],
        "text": sheet["text"],
    }
    try:
        drawn = untrusted_files.read(drawing.letter, drawing.packed(words), way=untrusted_files.AT_ONCE)[1]
    except (untrusted_files.Busy, untrusted_files.TooComplex):
        messages.warning(request, "Il PDF ora non si può fare: riprova fra poco, o stampa la ricevuta.")
        return redirect("admin:privacy_rightsrequest_change", pk)
    response = HttpResponse(drawn, content_type="application/pdf")
    name = f"richiesta-{asked.year}-{asked.serial:04}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _answered(
    model_admin: ModelAdmin, request: HttpRequest, pk: int
) -> tuple[RightsRequest, dict[str, str] | None]:
    """Find a request with the paper of its answer; None while it is open."""
    refuse_strangers(model_admin, request, "privacy.view_rightsrequest")
    asked = get_object_or_404(RightsRequest, pk=pk)
    return asked, request_page(asked, timezone.now())["sheet"] if asked.outcome else None
