"""The staff's page *Pagina pubblica* of a message that has left: what everybody reads of it, corrected or withdrawn.

A colleague comes in; `amending` decides. Changes nothing itself.
"""

import logging
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import capfirst

from broadcasts.editing.occasion_fields import OccasionFields
from broadcasts.launching.published import published
from broadcasts.models import Campaign
from broadcasts.models.campaign_columns import OCCASION, columns_of
from broadcasts.rules import occasions, plain_text
from broadcasts.rules.occasions import NAMES, Occasion
from cascina_whatsapp.accounts.second_person import CannotDecide, page_of
from cascina_whatsapp.presentation.components import colleague

from . import amending, wording
from .amending import REASONS, Words
from .models import REASON_MOST

EVERYBODY = (
    "Lo leggono tutti, accanto al messaggio: una frase semplice, senza nomi di persone, indirizzi o numeri."
)


def refuse_markup(text: str) -> None:
    """Raise ValidationError for a text with markup, or with characters that can't be shown."""
    if problem := plain_text.problem_in(text):
        raise forms.ValidationError(problem)


def reason_field(label: str) -> forms.CharField:
    """Return the field of why something published is said anew or taken back."""
    return forms.CharField(
        label=label,
        max_length=REASON_MOST,
        validators=[refuse_markup],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=EVERYBODY,
    )


class CorrectionForm(OccasionFields):
    """The form of a correction: what was wrong, the words from now on, and an event's days, hours and place."""

    field_order = ("reason", "title", "body", *OCCASION)

    reason = reason_field("Che cosa era sbagliato")
    title = forms.CharField(label="Titolo", max_length=Campaign.TITLE_MOST, validators=[refuse_markup])
    body = forms.CharField(
        label="Testo",
        max_length=Campaign.BODY_MOST,
        validators=[refuse_markup],
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, occasion: Occasion, **options: Any) -> None:
        """`occasion`: what is announced now."""
        options["initial"] = options.get("initial", {}) | columns_of(occasion)
        super().__init__(*args, **options)
        self.has_event = occasion.is_told
        self.fields["occasion_place"].validators.append(refuse_markup)
        for name in OCCASION:
            self.fields[name].label = capfirst(str(self.fields[name].label))
            if not self.has_event:
                del self.fields[name]

    def clean(self) -> None:
        super().clean()
        # A part that could not be read counts as missing.
        parts = {name: self.cleaned_data.get(f"occasion_{name}") for name in NAMES}
        self.occasion = Occasion(**parts | {"place": parts["place"] or ""})
        for part, sentence in occasions.problems(self.occasion).items() if self.has_event else ():
            if not self.has_error(f"occasion_{part}"):
                self.add_error(f"occasion_{part}", sentence)

    def words(self) -> Words:
        """Return the words of the correction, once the form is valid."""
        told = {name: self.cleaned_data[name] for name in ("reason", "title", "body")}
        return Words(**told, occasion=self.occasion.parts if self.has_event else None)


class WithdrawalForm(forms.Form):
    """The form by which one person withdraws a message: the reason is one of a list."""

    prefix = "withdraw"
    reason = forms.ChoiceField(
        label="Perché si ritira",
        choices=[("", "Scegli"), *((reason, reason) for reason in REASONS)],
        help_text="Lo leggono tutti, accanto al messaggio.",
    )


class OwnWordsForm(forms.Form):
    """The form by which somebody proposes that reason in their own words."""

    prefix = "own-words"
    reason = reason_field("Perché si ritira, con parole tue")


AnyForm = CorrectionForm | WithdrawalForm | OwnWordsForm
log = logging.getLogger(__name__)
RIGHT = "broadcasts.view_campaign"
NAME = "broadcasts_campaign_public"
DONE = {
    "propose": "Correzione proposta: vale quando un'altra persona la approva.",
    "own-words": "Motivo proposto: vale quando un'altra persona lo approva.",
    "withdraw": "Ritirato: la pagina pubblica lo dice già.",
}
"""Name of a button → what is said once it is done."""


def urls(site: AdminSite) -> list[URLPattern]:
    """Return the URL pattern of the desk's page on a public message, for the admin's own."""

    def public_page(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        campaign = get_object_or_404(published(timezone.now()), pk=pk)
        filled = _forms(request, campaign)
        if request.method == "POST" and _acts(request, campaign, filled):
            return redirect(f"admin:{NAME}", pk)
        context = {**site.each_context(request), **_shown(request, campaign, filled)}
        return TemplateResponse(request, "admin/broadcasts/campaign/public.html", context)

    return [path("messaggi/<int:pk>/pagina-pubblica/", site.admin_view(public_page), name=NAME)]


def _forms(request: HttpRequest, campaign: Campaign) -> dict[str, AnyForm]:
    """Name of a button → its form; that of the pressed one with what was typed."""
    message = wording.Message(campaign, timezone.now())
    current = {"title": message.title, "body": message.body}
    typed = {request.POST.get("what"): request.POST}
    return {
        "propose": CorrectionForm(typed.get("propose"), initial=current, occasion=message.occasion),
        "withdraw": WithdrawalForm(typed.get("withdraw")),
        "own-words": OwnWordsForm(typed.get("own-words")),
    }


def _acts(request: HttpRequest, campaign: Campaign, filled: dict[str, AnyForm]) -> bool:
    """Tell whether what the button says was done; else what stands in its way is on the page."""
    by, now, what = colleague(request), timezone.now(), request.POST.get("what", "")
    form = filled.get(what)
    if not form or not form.is_valid():
        return False
    reason = form.cleaned_data["reason"]
    try:
        if what == "withdraw":
            amending.withdraw(campaign, reason, by=by, now=now)
        else:
            words = form.words() if isinstance(form, CorrectionForm) else Words(reason)
            amending.propose(campaign, words, by=by, now=now)
    except CannotDecide as refusal:
        messages.error(request, str(refusal))
        return False  # what was typed stays
    log.info("campaign %s: public page, %s by user %s", campaign.pk, what, by.pk)
    messages.success(request, DONE[what])
    return True


def _shown(request: HttpRequest, campaign: Campaign, filled: dict[str, AnyForm]) -> dict[str, Any]:
    by, now = colleague(request), timezone.now()
    message, proposal = wording.Message(campaign, now), amending.waiting(campaign)
    found: dict[str, Any] = {
        "title": "Pagina pubblica",
        "opts": Campaign._meta,
        "original": campaign,
        "message": message,
        "proposal": page_of(proposal) if proposal else "",
    }
    may_propose, holds = not proposal and amending.may_propose(by), not message.withdrawal
    return found | {
        "correction": filled["propose"] if may_propose and holds else None,
        "withdrawal": filled["withdraw"] if by.has_perm(amending.MAY_WITHDRAW) and holds else None,
        "own_words": filled["own-words"] if may_propose else None,
    }
