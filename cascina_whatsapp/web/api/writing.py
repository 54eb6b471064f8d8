"""Drafts that a system proposes: one for each of its references, so many in an hour and in a day, and never more.

A key proposes, and sees what became of its own proposals. It approves nothing: a person takes the draft up, and
another approves it.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from http import HTTPStatus
from math import ceil

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from broadcasts.editing import outside_drafts
from broadcasts.rules.states import CampaignStatus

from . import tokens
from .models import SystemDraft, SystemToken
from .problems import JSON, Refused, object_of, problem
from .proposals import Proposal, judged
from .tokens import Scope

INVALID = "La bozza non è stata creata: correggi quello che segue e manda di nuovo."
OTHER_WORDS = (
    "Con questo riferimento hai già proposto altre parole, e restano quelle: le cambia chi scrive i messaggi. Per "
    "un'altra bozza usa un riferimento nuovo."
)
NO_SUCH = "Con questo riferimento non hai proposto nulla."
TOO_MANY = "Oggi questo sistema ha proposto abbastanza bozze: riprova più tardi."


def propose(request: HttpRequest) -> HttpResponse:
    """201 with a new draft, 200 with the one that these words made already, 409 for other words of this reference.

    Raises Refused.
    """
    now = timezone.now()
    token = tokens.verified_token(request, Scope.PROPOSE, now)
    proposal, wrong = judged(object_of(request))
    if proposal is None:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, INVALID, wrong)
    draft, is_new = _kept(token, proposal, now)
    if draft.digest not in ("", proposal.digest):
        return problem(HTTPStatus.CONFLICT, OTHER_WORDS)
    return _told(draft, HTTPStatus.CREATED if is_new else HTTPStatus.OK)


def follow(request: HttpRequest, reference: str) -> HttpResponse:
    """Tell what became of a draft of the key's own system; another's is not there. Raises Refused."""
    token = tokens.verified_token(request, Scope.FOLLOW, timezone.now())
    draft = _own(token, reference)
    return _told(draft, HTTPStatus.OK) if draft else problem(HTTPStatus.NOT_FOUND, NO_SUCH)


@transaction.atomic
def _kept(token: SystemToken, proposal: Proposal, now: datetime) -> tuple[SystemDraft, bool]:
    """Return the draft of a system's reference, and whether it is new. One request of a system at a time."""
    list(SystemToken.objects.select_for_update().filter(system=token.system).order_by("pk"))
    if known := _own(token, proposal.reference):
        return known, False
    _refuse_too_many(token.system, now)
    campaign = outside_drafts.propose(proposal.words, origin=token.system, now=now)
    made = SystemDraft.objects.create(
        system=token.system,
        reference=proposal.reference,
        digest=proposal.digest,
        campaign=campaign,
        at=now,
    )
    return made, True


def _own(token: SystemToken, reference: str) -> SystemDraft | None:
    mine = SystemDraft.objects.filter(system=token.system, reference=reference)
    return mine.select_related("campaign").first()


def _refuse_too_many(system: str, now: datetime) -> None:
    """Raise Refused where a system sends too much, with the seconds until there is room (RFC 9110, 10.2.3)."""
    waits = list(_waits(system, now))
    if waits:
        tokens.note_refusal("limit")
        headers = {"Retry-After": str(max(waits))}
        raise Refused(problem(HTTPStatus.TOO_MANY_REQUESTS, TOO_MANY, headers=headers))


def _waits(system: str, now: datetime) -> Iterator[int]:
    limits = (
        (timedelta(hours=1), settings.API_DRAFTS_PER_HOUR),
        (timedelta(days=1), settings.API_DRAFTS_PER_DAY),
    )
    for span, most in limits:
        latest = SystemDraft.objects.filter(system=system, at__gt=now - span).order_by("-at")
        moments = list(latest.values_list("at", flat=True)[:most])
        if len(moments) == most:
            oldest = moments[-1] if moments else now
            yield ceil((oldest + span - now).total_seconds())


def _told(draft: SystemDraft, status: HTTPStatus) -> HttpResponse:
    data = {"id": draft.campaign_id, "riferimento": draft.reference, "stato": _state(draft)}
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(json.dumps(data), status=status, content_type=JSON, headers=headers)


def _state(draft: SystemDraft) -> str:
    """Say in Italian how far the draft is, no more: who took it up, and what was written on it, is the office's."""
    campaign = draft.campaign
    if (
        campaign is None
        or campaign.thrown_at
        or (campaign.status == CampaignStatus.CANCELLED and campaign.started_at is None)
    ):
        return "scartata"
    if campaign.started_at is not None:
        return "inviata"
    is_untaken = campaign.status == CampaignStatus.DRAFT and campaign.author_id is None
    return "proposta" if is_untaken else "presa in carico"
