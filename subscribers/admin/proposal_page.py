"""A proposed version, to be read by a second person, who lets it come into force or sends it back."""

import logging
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from cascina_whatsapp.presentation.components import colleague, page_context
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence
from subscribers import texts
from subscribers.conversation.text_preview import comparison, preview
from subscribers.models import ServiceText, TextProposal
from subscribers.texts import proposing

log = logging.getLogger(__name__)
TELL = (
    "Chi è già iscritto deve forse saperlo: se cambia davvero il modo in cui usate i dati, scrivigli un messaggio "
    "che dice solo questo. Pubblicare la nuova versione non basta. Per l'informativa si decide con «Avvisare gli "
    "iscritti?», e resta scritto perché. Nel dubbio chiedi all'RPD."
)
"""WP260 rev.01, paragraph 29: a material change is told actively, in a message devoted to it."""


class ProposalPage:
    """The view of a proposal that waits. A GET never acts."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def __call__(self, request: HttpRequest, proposal: TextProposal) -> HttpResponse:
        may_read = self.admin.has_add_permission(request) or request.user.has_perm(proposing.MAY_APPROVE)
        if not may_read:
            raise PermissionDenied
        decision, read = request.POST.get("decision", ""), request.POST.get("read", "")
        try:
            if decision == "approve":
                return self._approve(request, proposal, read)
            if decision == "aside":
                return self._put_aside(request, proposal, read)
        except texts.CannotWrite as refusal:
            return self._show(request, proposal, refusal.problems)
        return self._show(request, proposal, [proposing.WAITING] if "body" in request.POST else [])

    def _approve(self, request: HttpRequest, proposal: TextProposal, read: str) -> HttpResponse:
        text = proposing.approve(proposal, read=read, by=colleague(request), now=timezone.now())
        self.admin.log_addition(request, text, f"Approvata la versione {text.version}: {text.note}")
        log.info("text %s, version %s: approved by user %s", text.key, text.version, request.user.pk)
        messages.success(request, _done(text))
        if texts.CATALOGUE[text.key].is_agreed:
            messages.warning(request, TELL)
        return redirect("admin:subscribers_servicetext_change", text.pk)

    def _put_aside(self, request: HttpRequest, proposal: TextProposal, read: str) -> HttpResponse:
        done = proposing.put_aside(proposal, read=read, by=colleague(request), now=timezone.now())
        told = {TextProposal.Outcome.WITHDRAWN: "Ritirata", TextProposal.Outcome.REFUSED: "Rimandata"}
        messages.success(
            request, f"{told[TextProposal.Outcome(done.outcome)]}: resta in vigore il testo di prima."
        )
        return redirect("admin:subscribers_servicetext_changelist")

    def _show(self, request: HttpRequest, proposal: TextProposal, problems: list[str]) -> HttpResponse:
        by, now, declared = colleague(request), timezone.now(), texts.CATALOGUE[proposal.key]
        text = texts.future(proposal.key, now) or texts.next_version(proposal.key)
        context: dict[str, Any] = {
            **page_context(self.admin, request, "Testo da approvare"),
            "subtitle": declared.label,
            "proposal": proposal,
            "text": text,
            "declared": declared,
            "is_own": proposal.proposed_by_id == by.pk,
            "objection": proposing.why_not_approve(proposal, by, timezone.now()),
            "problems": problems,
            "preview": preview(text, proposal.body),
            "comparison": comparison(text, proposal.body),
            "tell": TELL if declared.is_agreed else "",
        }
        return TemplateResponse(request, "admin/subscribers/servicetext/proposal.html", context)


def _done(text: ServiceText) -> str:
    now = timezone.now()
    if text.is_used(now):
        return f"La versione {text.version} è in vigore da ora."
    return f"La versione {text.version} entrerà in vigore {in_a_sentence(text.in_force_from, now)}."
