"""One person: finding them, their history on one page, and the desk's "remove".

What was typed to find somebody comes by POST and goes no further: addresses and log lines have row numbers only.
"""

import logging
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.accounts.daily_bounds import BeyondBound
from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.presentation.acts import Act, Acts
from cascina_whatsapp.presentation.components import colleague, page_context
from subscribers import consent
from subscribers.models import ConsentRecord, Subscriber
from subscribers.register import history
from subscribers.register.history import look_up
from subscribers.rules.phone import TELEPHONE

from .found import look_up_first, note, was_found
from .story import story_of

log = logging.getLogger(__name__)
STORY = "admin:subscribers_subscriber_story"
RECORD_STORY = "admin:subscribers_consentrecord_story"
REMOVE = ("subscribers.view_subscriber", "subscribers.remove_subscriber")
NOBODY = "Non risulta nessuno: controlla di aver scritto tutto, oppure prova in un altro modo."
NOT_SUBSCRIBED = "Questa persona non è iscritta: non c'è nulla da togliere."
REMOVED = (
    "Tolta dal servizio: non riceverà più nulla. Da qui non parte nessun messaggio: avvisala tu, se serve."
)
ALREADY_LEFT = "Nel frattempo si era cancellata da sé: la richiesta è comunque nel registro."


WITHOUT_NUMBER = RegexValidator(TELEPHONE, "Togli il numero di telefono.", inverse_match=True)
"""The rule for a reason that stays written: it names nobody."""


def may_find(user: User) -> bool:
    """Tell whether `user` may look for a person, at the desk or to audit."""
    return user.has_perm("subscribers.view_subscriber") or may_read(user)


def may_read(user: User) -> bool:
    """Tell whether `user` may also read the register's words."""
    return user.has_perm("subscribers.view_consentrecord")


class FindForm(forms.Form):
    """The form to look for a person."""

    text = forms.CharField(
        label="Chi cerchi",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "spellcheck": "false"}),
        help_text=(
            "Il numero di telefono, scritto come vuoi. Oppure l'identificativo WhatsApp di chi nasconde il numero, "
            "l'identificativo di un messaggio o, per chi verifica, ciò che il registro tiene al posto del numero. "
            "Quello che scrivi non viene conservato; resta scritto che hai cercato, e quante volte."
        ),
        error_messages={"required": "Scrivi un numero."},
    )


class RemoveForm(forms.Form):
    """The form of a removal: how the request came, and why."""

    channel = forms.ChoiceField(
        label="Come è arrivata la richiesta",
        choices=[
            (channel, channel.label)
            for channel in (
                ConsentRecord.Channel.DESK,
                ConsentRecord.Channel.PEC,
                ConsentRecord.Channel.PAPER,
            )
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Scegli come è arrivata la richiesta."},
    )
    reason = forms.CharField(
        label="Motivo",
        min_length=5,
        max_length=120,
        validators=[WITHOUT_NUMBER],
        help_text="Resta nel registro dei consensi: non scrivere nomi né numeri di telefono.",
        error_messages={"required": "Scrivi il motivo: resta come prova della richiesta."},
    )
    reference = forms.CharField(
        label="Riferimento (facoltativo)",
        max_length=60,
        required=False,
        validators=[WITHOUT_NUMBER],
        help_text="Per esempio il numero di protocollo della PEC o del modulo.",
    )

    def in_words(self) -> str:
        """Reason and reference in one line of the register."""
        reason, reference = self.cleaned_data["reason"], self.cleaned_data["reference"]
        return f"{reason} (rif. {reference})" if reference else reason


class UnmaskForm(forms.Form):
    """The form of the reason for showing a number."""

    reason = forms.CharField(
        label="Motivo",
        min_length=5,
        max_length=200,
        validators=[WITHOUT_NUMBER],
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text="Resta scritto insieme al tuo nome: non scrivere nomi né numeri di telefono.",
        error_messages={
            "required": "Scrivi il motivo: senza, il numero non si mostra.",
            "min_length": "Scrivi il motivo con qualche parola in più.",
        },
    )


def find_page(request: HttpRequest, *, model_admin: ModelAdmin) -> HttpResponse:
    """Cerca una persona."""
    if not may_find(colleague(request)):
        raise PermissionDenied
    form = FindForm(request.POST or None)
    if form.is_valid() and (page := _found(request, form)):
        return redirect(*page)
    context = page_context(model_admin, request, "Cerca una persona") | {"form": form}
    return TemplateResponse(request, "admin/subscribers/subscriber/find.html", context)


def _found(request: HttpRequest, form: FindForm) -> tuple[str, int] | None:
    """The page to go to; else the form says why there is none."""
    try:
        found = look_up(form.cleaned_data["text"], by=colleague(request), now=timezone.now())
    except BeyondBound as refusal:
        form.add_error("text", str(refusal))
        return None
    page = None
    if found.subscriber:
        note(request, found.subscriber)
        page = STORY, found.subscriber.pk
    elif found.record and may_read(colleague(request)):
        page = RECORD_STORY, found.record.pk
    known = "found" if page else "nobody"
    log.info("user %s looked for a person by %s: %s", request.user.pk, found.by, known)
    if page is None:
        form.add_error("text", NOBODY)
    return page


def story_page(request: HttpRequest, pk: int, *, model_admin: ModelAdmin) -> HttpResponse:
    """A person's page: the desk sees how they stand; who audits, everything that the register holds."""
    if not may_find(colleague(request)):
        raise PermissionDenied
    person = get_object_or_404(Subscriber.objects.select_related("merged_into"), pk=pk)
    if person.merged_into:
        return redirect(STORY, person.merged_into_id)
    records = history.records_of(person) if may_read(colleague(request)) else None
    log.info("user %s sees subscriber %s, register: %s", request.user.pk, pk, records is not None)
    return _told(
        request, story_of(person, records, pseudonym=person.pseudonym, now=timezone.now()), model_admin
    )


def record_story_page(request: HttpRequest, pk: int, *, model_admin: ModelAdmin) -> HttpResponse:
    """The history of whoever a record is about: their page, or this one where no row of theirs is left."""
    if not may_read(colleague(request)):
        raise PermissionDenied
    record = get_object_or_404(ConsentRecord.objects.exclude(pseudonym=""), pk=pk)
    if person := history.subscriber_of(record.pseudonym):
        return redirect(STORY, person.pk)
    log.info("user %s reads the history of record %s", request.user.pk, pk)
    records = history.history_of([record.pseudonym])
    return _told(
        request, story_of(None, records, pseudonym=record.pseudonym, now=timezone.now()), model_admin
    )


def _told(request: HttpRequest, story: dict[str, Any], model_admin: ModelAdmin) -> HttpResponse:
    context = page_context(model_admin, request, story["heading"])
    context |= {"story": story, "acts": _acts(request, story["person"])}
    return TemplateResponse(request, "admin/subscribers/subscriber/story.html", context)


def remove_page(request: HttpRequest, pk: int, *, model_admin: ModelAdmin) -> HttpResponse:
    """Togli dal servizio. A GET never acts."""
    if not request.user.has_perms(REMOVE):
        raise PermissionDenied
    person = get_object_or_404(Subscriber, pk=pk)
    if not person.is_subscribed:
        messages.info(request, NOT_SUBSCRIBED)
        return redirect(STORY, pk)
    if not was_found(request, person):
        return look_up_first(request)
    if question := ask_again(request):
        return question
    form = RemoveForm(request.POST or None)
    if form.is_valid() and _remove(request, person, form, model_admin):
        return redirect(STORY, pk)
    context = page_context(model_admin, request, "Togli dal servizio") | {"form": form, "person": person}
    return TemplateResponse(request, "admin/subscribers/subscriber/remove.html", context)


def _remove(request: HttpRequest, person: Subscriber, form: RemoveForm, model_admin: ModelAdmin) -> bool:
    """Remove the person; False where the form says why not."""
    channel, by = ConsentRecord.Channel(form.cleaned_data["channel"]), colleague(request)
    try:
        change = consent.remove(person, channel=channel, reason=form.in_words(), by=by, now=timezone.now())
    except BeyondBound as refusal:
        form.add_error(None, str(refusal))
        return False
    log.info("subscriber %s: remove by user %s, %s", person.pk, request.user.pk, change.effect.name)
    model_admin.log_change(request, change.subscriber, "Tolto dal servizio.")
    if change.effect is consent.Effect.DONE:
        messages.success(request, REMOVED)
    else:  # or had asked to come back, which is answered by this
        messages.info(request, ALREADY_LEFT)
    return True


def _acts(request: HttpRequest, person: Subscriber | None) -> Acts:
    """List what a reader can do about this person: nothing is next, so that no button is dark."""
    if person is None:
        return Acts()
    menu: list[Act] = []
    if request.user.has_perm("privacy.add_rightsrequest"):
        page = f"{reverse('admin:privacy_rightsrequest_add')}?subscriber={person.pk}"
        menu.append(Act(label="Registra una richiesta sui suoi dati", address=page))
    if request.user.has_perm("privacy.export_person"):
        page = reverse("admin:privacy_rightsrequest_person_data", args=[person.pk])
        menu.append(Act(label="Scarica i suoi dati", address=page))
    if request.user.has_perms(REMOVE) and person.is_subscribed:
        page = reverse("admin:subscribers_subscriber_remove", args=[person.pk])
        menu.append(Act(label="Togli dal servizio", address=page, is_final=True))
    return Acts(menu=tuple(menu))
