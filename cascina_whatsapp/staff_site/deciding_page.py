"""The table of what takes two people, and the one page on which the second one decides."""

import logging
from collections.abc import Sequence

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import capfirst

from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.accounts.second_person import CannotDecide, Kind
from cascina_whatsapp.presentation.components import colleague, page_context
from cascina_whatsapp.web.public_site.amending import CORRECTION, WITHDRAWAL
from subscribers.conversation.foreseeing import preview
from subscribers.texts import compare
from subscribers.texts.proposing import TEXT, version_of
from subscribers.texts.topic_changes import TOPIC, ZONE

log = logging.getLogger(__name__)
KINDS: dict[str, Kind] = {kind.name: kind for kind in (TEXT, TOPIC, ZONE, CORRECTION, WITHDRAWAL)}


def urls(site: AdminSite) -> list[URLPattern]:
    """Return the page's URL pattern, for the admin's own."""

    def page(request: HttpRequest, pk: int) -> HttpResponse:
        proposal = get_object_or_404(Proposal.objects.select_related("asked_by"), pk=pk)
        kind, by, now = KINDS[proposal.kind], colleague(request), timezone.now()
        if not kind.may_read(by):
            raise PermissionDenied
        decide = {"approve": kind.approve, "aside": kind.put_aside}.get(request.POST.get("decision", ""))
        if not decide:
            return _shown(site, request, kind, proposal)
        try:
            said = decide(proposal, read=request.POST.get("read", ""), by=by, now=now)
        except CannotDecide as refusal:
            return _shown(site, request, kind, proposal, refusal.args)
        log.info("proposal %s: %s by user %s", pk, request.POST["decision"], by.pk)
        messages.success(request, said)
        return redirect(kind.back(proposal))

    return [path("proposta/<int:pk>/", site.admin_view(page), name="second_person")]


def _shown(
    site: AdminSite, request: HttpRequest, kind: Kind, proposal: Proposal, problems: Sequence[str] = ()
) -> HttpResponse:
    by, now = colleague(request), timezone.now()
    proposal.refresh_from_db()
    context = {
        **page_context(site._registry[kind.lists], request, capfirst(kind.what(proposal))),
        "proposal": proposal,
        "back": kind.back(proposal),
        "rows": [(label, compare(before, after)) for label, before, after in kind.rows(proposal)],
        "follows": kind.follows(proposal),
        "objection": kind.objection(proposal, by, now),
        "may_put_aside": proposal.outcome == Proposal.Outcome.OPEN
        and (proposal.asked_by_id == by.pk or by.has_perm(kind.right(now))),
        "is_own": proposal.asked_by_id == by.pk,
        "read": kind.read(proposal),
        "problems": problems,
        "preview": preview(version_of(proposal, now), proposal.change["body"]) if kind is TEXT else None,
    }
    return TemplateResponse(request, "admin/second_person.html", context)
