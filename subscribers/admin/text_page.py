"""The page on which a version is written: preview and comparison first, then it is saved."""

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
from subscribers.conversation.foreseeing import comparison, preview
from subscribers.models import ServiceText
from subscribers.texts import proposing

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


def write_page(request: HttpRequest, text: ServiceText, *, model_admin: ModelAdmin) -> HttpResponse:
    """Write a new version, or again one that is still to come. A GET never acts."""
    form = VersionForm(request.POST) if request.method == "POST" else VersionForm(initial=_written(text))
    body, is_checked, problems = form["body"].value() or "", PREVIEW in request.POST, list[str]()
    if form.is_valid():
        draft = texts.Draft(**form.cleaned_data, seen=request.POST.get("seen", ""))
        body, problems = draft.body, texts.problems(text, draft, timezone.now()) if is_checked else []
        try:
            if not is_checked:
                return _proposed(request, text, draft)
        except CannotDecide as refusal:
            problems = [*refusal.args]
    declared = texts.declared(text.key)
    context = {
        **page_context(model_admin, request, f"Versione {text.version}" if text.pk else "Nuova versione"),
        "subtitle": declared.label,
        "text": text,
        "declared": declared,
        "variables": [
            (name, texts.VARIABLES[name].meaning, shown)
            for name, shown in texts.known_variables(text.key).items()
        ],
        "form": form,
        "media": model_admin.media + form.media,
        "seen": texts.seen(text.key),
        "problems": problems,
        "is_checked": is_checked and form.is_valid() and not problems,
        "preview": preview(text, body),
        "comparison": comparison(text, body),
        "may_delete": text.pk and model_admin.has_delete_permission(request, text),
        "tell": proposing.TELL if declared.is_agreed else "",
        "elections": proposing.election_notice(colleague(request), timezone.now()),
    }
    return TemplateResponse(request, "admin/subscribers/servicetext/write.html", context)


def _proposed(request: HttpRequest, text: ServiceText, draft: texts.Draft) -> HttpResponse:
    proposing.propose(text, draft, by=colleague(request), now=timezone.now())
    messages.success(request, PROPOSED)
    return redirect(page_to_write(text.key))


def page_to_write(key: str) -> str:
    """Return the path of the page on which the next version of a text is written."""
    return f"{reverse('admin:subscribers_servicetext_add')}?key={key}"


def _written(text: ServiceText) -> dict[str, Any]:
    """Return the form's first values: words that were put aside, else those of the version itself."""
    if aside := proposing.latest_put_aside(text):
        draft = proposing.proposed_draft(aside, timezone.now())
        return {"body": draft.body, "note": draft.note, "starts": draft.starts}
    return {"body": text.body, "note": text.note, "starts": text.in_force_from}
