"""The page on which a version is written: preview and comparison first, then it is saved."""

import logging
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.accounts.second_person import CannotDecide
from cascina_whatsapp.presentation.components import LabelledDateTime, colleague, page_context
from subscribers import texts
from subscribers.conversation.text_preview import comparison, preview
from subscribers.models import ServiceText
from subscribers.texts import proposing

log = logging.getLogger(__name__)
PREVIEW = "_preview"
PROPOSED = "Salvato, ma non ancora in vigore: ora deve leggerlo e approvarlo un'altra persona."


class VersionForm(forms.Form):
    """The form of a version of a text."""

    body = forms.CharField(label="Testo", widget=forms.Textarea({"rows": 16}), strip=True)
    note = forms.CharField(
        label="Che cosa cambia",
        max_length=200,
        help_text="In breve, per chi leggerà la storia di questo testo.",
    )
    starts = forms.SplitDateTimeField(
        label="In vigore dal",
        required=False,
        widget=LabelledDateTime,
        help_text="Lascia vuoto per cominciare appena un'altra persona approva. Da allora non si cambia più.",
    )

    def clean_body(self) -> str:
        """Clean the line ends: browsers write two characters, WhatsApp and the other versions one."""
        body: str = self.cleaned_data["body"]
        return body.replace("\r\n", "\n")

    def draft(self, seen: str) -> texts.Draft:
        """Return the draft that was written, by somebody who had `seen` before their eyes."""
        return texts.Draft(**self.cleaned_data, seen=seen)


class WritePage:
    """The view that writes a new version, or again one that is still to come. A GET never acts."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def __call__(self, request: HttpRequest, text: ServiceText) -> HttpResponse:
        if request.method != "POST":
            begun = _written(text)
            return self._show(request, text, VersionForm(initial=begun), begun["body"])
        form = VersionForm(request.POST)
        if not form.is_valid():
            return self._show(request, text, form, form.data.get("body", ""))
        draft = form.draft(request.POST.get("seen", ""))
        if PREVIEW in request.POST:
            return self._show(request, text, form, draft.body, texts.problems(text, draft, timezone.now()))
        return self._save(request, text, form, draft)

    def _save(
        self, request: HttpRequest, text: ServiceText, form: VersionForm, draft: texts.Draft
    ) -> HttpResponse:
        try:
            proposal = proposing.propose(text, draft, by=colleague(request), now=timezone.now())
        except CannotDecide as refusal:
            return self._show(request, text, form, draft.body, refusal.args)
        log.info("text %s: proposal %s by user %s", text.key, proposal.pk, request.user.pk)
        messages.success(request, PROPOSED)
        return redirect(f"{reverse('admin:subscribers_servicetext_add')}?key={text.key}")

    def _show(
        self,
        request: HttpRequest,
        text: ServiceText,
        form: VersionForm,
        body: str,
        problems: Sequence[str] = (),
    ) -> HttpResponse:
        declared = texts.declared(text.key)
        context = {
            **page_context(self.admin, request, f"Versione {text.version}" if text.pk else "Nuova versione"),
            "subtitle": declared.label,
            "text": text,
            "declared": declared,
            "variables": [
                (name, texts.VARIABLES[name].meaning, shown)
                for name, shown in texts.known_variables(text.key).items()
            ],
            "form": form,
            "media": self.admin.media + form.media,
            "seen": texts.seen(text.key),
            "problems": problems,
            "is_checked": PREVIEW in request.POST and form.is_valid() and not problems,
            "preview": preview(text, body),
            "comparison": comparison(text, body),
            "may_delete": text.pk and self.admin.has_delete_permission(request, text),
            "tell": proposing.TELL if declared.is_agreed else "",
            "elections": proposing.election_notice(colleague(request), timezone.now()),
        }
        return TemplateResponse(request, "admin/subscribers/servicetext/write.html", context)


def _written(text: ServiceText) -> dict[str, Any]:
    """Return the form's first values: words that were put aside, else those of the version itself."""
    if aside := proposing.latest_put_aside(text):
        draft = proposing.proposed_draft(aside, timezone.now())
        return {"body": draft.body, "note": draft.note, "starts": draft.starts}
    return {"body": text.body, "note": text.note, "starts": text.in_force_from}
