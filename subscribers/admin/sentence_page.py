"""The page *Prova una frase*: what the service would do about some words, and why. Nothing is sent, nothing kept.

The words come in a POST and go back in its answer: neither an address, nor the session, nor a log ever has them.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from cascina_whatsapp.whatsapp.cloud_api.limits import TEXT_LIMIT
from subscribers.consent import Offer
from subscribers.conversation.foreseeing import Foreseen, foresee, preview
from subscribers.keywords import explain
from subscribers.models import ServiceText
from subscribers.texts.languages import languages_at

RIGHT = "subscribers.view_subscriber"
"""The right of who deals with citizens: what they are answered is no secret."""


class SentenceForm(forms.Form):
    """The form of a sentence that a citizen might write; never saved."""

    sentence = forms.CharField(
        label="Che cosa scrive il cittadino",
        max_length=TEXT_LIMIT,
        strip=False,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text="Per esempio: «vorrei ricevere le notizie», «non mi interessa», «stop».",
    )


@permission_required(RIGHT, raise_exception=True)
@sensitive_post_parameters("sentence")
@sensitive_variables()
def sentence_page(request: HttpRequest, *, model_admin: ModelAdmin) -> HttpResponse:
    """The page. Whatever it is asked, it only reads."""
    form = SentenceForm(request.POST if request.method == "POST" else None)
    tried = _tried(form.cleaned_data["sentence"]) if form.is_bound and form.is_valid() else {}
    frame = model_admin.admin_site.each_context(request) | {"title": "Prova una frase", "form": form}
    return TemplateResponse(request, "admin/subscribers/servicetext/try.html", frame | tried)


@sensitive_variables()
def _tried(sentence: str) -> dict[str, Any]:
    now = timezone.now()
    languages = languages_at(now)
    explained = explain(sentence, languages.words, Offer().zone_names)
    language = languages.language_of(sentence)
    return {
        "explained": explained,
        "cases": _cases(foresee(explained.understanding), language, now),
    }


def _cases(foreseen: Foreseen, language: str, now: datetime) -> list[dict[str, Any]]:
    """List what would be done, to whom; once where it is the same for everybody."""
    whom = [
        ("A chi non è iscritto", "Risposta a chi non è iscritto", foreseen.stranger),
        ("A chi è iscritto", "Risposta a chi è iscritto", foreseen.subscriber),
    ]
    if foreseen.stranger == foreseen.subscriber:
        whom = [("A chiunque lo scriva", "Risposta", foreseen.stranger)]
    return [
        {"who": who, "does": outcome.does, "heading": heading, "preview": _shown(outcome.text, language, now)}
        for who, heading, outcome in whom
    ]


def _shown(key: str, language: str, now: datetime) -> dict[str, Any] | None:
    """The text, as the telephone shows it in this language; None where nothing would be sent."""
    if not key:
        return None
    text = ServiceText.objects.answering(key, now, language)
    return preview(text, text.body)
