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
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.accounts.daily_bounds import BeyondBound
from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.presentation.acts import Act, Acts
from cascina_whatsapp.presentation.components import colleague, page_context
from subscribers import consent
from subscribers.models import ConsentRecord, ConsentRecordQuerySet, Subscriber
from subscribers.register import history
from subscribers.register.history import look_up
from subscribers.rules.phone import TELEPHONE

from .found import look_up_first, note, was_found
from .story import Story, story_of

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
TOLD = {
    consent.Effect.DONE: (messages.SUCCESS, REMOVED),
    consent.Effect.ALREADY: (messages.INFO, ALREADY_LEFT),
    consent.Effect.DECLINED: (
        messages.INFO,
        ALREADY_LEFT,
    ),  # and had asked to come back, which is answered by this
}


def may_find(user: User) -> bool:
    """Tell whether `user` may look for a person, at the desk or to audit."""
    return user.has_perm("subscribers.view_subscriber") or may_read(user)


def may_read(user: User) -> bool:
    """Tell whether `user` may also read the register's words."""
    return user.has_perm("subscribers.view_consentrecord")


def may_remove(user: User, subscriber: Subscriber) -> bool:
    """Tell whether `user` may remove a person who is subscribed from the service."""
    return user.has_perms(REMOVE) and subscriber.is_subscribed


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
        help_text="Resta nel registro dei consensi: non scrivere nomi né numeri di telefono.",
        error_messages={"required": "Scrivi il motivo: resta come prova della richiesta."},
    )
    reference = forms.CharField(
        label="Riferimento (facoltativo)",
        max_length=60,
        required=False,
        help_text="Per esempio il numero di protocollo della PEC o del modulo.",
    )

    def clean_reason(self) -> str:
        return _without_number(self.cleaned_data["reason"])

    def clean_reference(self) -> str:
        return _without_number(self.cleaned_data["reference"])

    def in_words(self) -> str:
        """Reason and reference in one line of the register."""
        reason, reference = self.cleaned_data["reason"], self.cleaned_data["reference"]
        return f"{reason} (rif. {reference})" if reference else reason


def _without_number(text: str) -> str:
    if TELEPHONE.search(text):
        raise forms.ValidationError("Togli il numero di telefono: il registro non ne contiene.")
    return text


class PersonPage:
    """The base of the pages about a person."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def context(self, request: HttpRequest, title: str, **more: Any) -> dict[str, Any]:
        return page_context(self.admin, request, title) | more

    def refuse(self, request: HttpRequest, what: str) -> None:
        log.warning("user %s may not %s", request.user.pk, what)
        raise PermissionDenied


class FindPage(PersonPage):
    """Cerca una persona."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not may_find(colleague(request)):
            self.refuse(request, "find a person")
        form = FindForm(request.POST or None)
        if form.is_valid() and (page := self._found(request, form)):
            return redirect(*page)
        context = self.context(request, title="Cerca una persona", form=form)
        return TemplateResponse(request, "admin/subscribers/subscriber/find.html", context)

    def _found(self, request: HttpRequest, form: FindForm) -> tuple[str, int] | None:
        """The page to go to; else the form says why there is none."""
        try:
            found = look_up(form.cleaned_data["text"], by=colleague(request), now=timezone.now())
        except BeyondBound as refusal:
            form.add_error("text", str(refusal))
            return None
        page = self._page_of(request, found)
        known = "found" if page else "nobody"
        log.info("user %s looked for a person by %s: %s", request.user.pk, found.by.value, known)
        if page is None:
            form.add_error("text", NOBODY)
        return page

    def _page_of(self, request: HttpRequest, found: history.LookupResult) -> tuple[str, int] | None:
        if found.subscriber:
            note(request, found.subscriber)
            return STORY, found.subscriber.pk
        if found.record and may_read(colleague(request)):
            return RECORD_STORY, found.record.pk
        return None


class StoryPage(PersonPage):
    """A person's page: the desk sees how they stand; who audits, everything that the register holds."""

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may_find(colleague(request)):
            self.refuse(request, f"see subscriber {pk}")
        subscriber = get_object_or_404(Subscriber.objects.select_related("merged_into"), pk=pk)
        if subscriber.merged_into:
            return redirect(STORY, subscriber.merged_into_id)
        records = history.records_of(subscriber) if may_read(colleague(request)) else None
        log.info("user %s sees subscriber %s, register: %s", request.user.pk, pk, records is not None)
        return self.show(request, records, subscriber, subscriber.pseudonym)

    def show(
        self,
        request: HttpRequest,
        records: ConsentRecordQuerySet | None,
        person: Subscriber | None,
        name: str,
    ) -> HttpResponse:
        story = story_of(person, records, pseudonym=name, now=timezone.now())
        context = self.context(request, title=story.heading, story=story, acts=_acts(request, story))
        return TemplateResponse(request, "admin/subscribers/subscriber/story.html", context)


class RecordStoryPage(StoryPage):
    """The history of whoever a record is about: their page, or this one where no row of theirs is left."""

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may_read(colleague(request)):
            self.refuse(request, f"read the history of record {pk}")
        record = get_object_or_404(ConsentRecord, pk=pk)
        if not record.pseudonym:
            raise Http404
        subscriber = history.subscriber_of(record.pseudonym)
        if subscriber:
            return redirect(STORY, subscriber.pk)
        log.info("user %s reads the history of record %s", request.user.pk, pk)
        return self.show(request, history.of_record(record), None, record.pseudonym)


class RemovePage(PersonPage):
    """Togli dal servizio. A GET never acts."""

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perms(REMOVE):
            self.refuse(request, f"remove subscriber {pk}")
        subscriber = get_object_or_404(Subscriber, pk=pk)
        if not subscriber.is_subscribed:
            messages.info(request, NOT_SUBSCRIBED)
            return redirect(STORY, pk)
        if not was_found(request, subscriber):
            return look_up_first(request)
        if question := ask_again(request):
            return question
        form = RemoveForm(request.POST or None)
        if form.is_valid() and self._remove(request, subscriber, form):
            return redirect(STORY, pk)
        context = self.context(request, title="Togli dal servizio", form=form, person=subscriber)
        return TemplateResponse(request, "admin/subscribers/subscriber/remove.html", context)

    def _remove(self, request: HttpRequest, subscriber: Subscriber, form: RemoveForm) -> bool:
        """Remove the person; False where the form says why not."""
        channel, by = ConsentRecord.Channel(form.cleaned_data["channel"]), colleague(request)
        try:
            change = consent.remove(
                subscriber, channel=channel, reason=form.in_words(), by=by, now=timezone.now()
            )
        except BeyondBound as refusal:
            form.add_error(None, str(refusal))
            return False
        log.info("subscriber %s: remove by user %s, %s", subscriber.pk, request.user.pk, change.effect.name)
        self.admin.log_change(request, change.subscriber, "Tolto dal servizio.")
        level, sentence = TOLD[change.effect]
        messages.add_message(request, level, sentence)
        return True


def _acts(request: HttpRequest, story: Story) -> Acts:
    """List what a reader can do about this person: nothing is next, so that no button is dark."""
    menu: list[Act] = []
    if story.person and request.user.has_perm("privacy.add_rightsrequest"):
        page = f"{reverse('admin:privacy_rightsrequest_add')}?subscriber={story.person.pk}"
        menu.append(Act(label="Registra una richiesta sui suoi dati", address=page))
    if story.person and request.user.has_perm("privacy.export_person"):
        page = reverse("admin:privacy_rightsrequest_person_data", args=[story.person.pk])
        menu.append(Act(label="Scarica i suoi dati", address=page))
    if story.person and may_remove(colleague(request), story.person):
        page = reverse("admin:subscribers_subscriber_remove", args=[story.person.pk])
        menu.append(Act(label="Togli dal servizio", address=page, is_final=True))
    return Acts(menu=tuple(menu))
