"""A broadcast at its outlets in people's words, and a person's decisions: it is there, or is to be published.

Decisions leave a line in the trail.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from broadcasts import launching
from broadcasts.models import Campaign, Publication
from broadcasts.models.office import current_calendar
from broadcasts.rules.states import (
    CAMPAIGN_OVER,
    PUBLICATION_LABELS,
    PUBLICATION_OUT,
    CampaignStatus,
    PublicationStatus,
)
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.formatting.dates import when
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event

from .outlet import Outlet
from .registry import BY_KEY

P = PublicationStatus
STEER, WRITE = "broadcasts.steer_campaign", "broadcasts.change_campaign"
NOT_NOW = "Adesso non si pubblica: guarda perché, accanto al messaggio."
DECIDED = "Qualcuno ha già deciso: guarda com'è adesso."
TONES = {P.PUBLISHED: "ok", P.UNCERTAIN: "wait", P.FAILED: "bad"}
TO_DECIDE: dict[PublicationStatus, tuple[str, ...]] = {P.UNCERTAIN: ("there", "again"), P.FAILED: ("now",)}
NOT_HERE = "non è configurato: avvisa chi amministra il sistema."
SOON = "Esce negli orari d'ufficio, appena il messaggio arriva a qualcuno."
BY_HAND = "Da pubblicare a mano: testo e allegato sono pronti."
STOPPED = "Il messaggio è fermo."


class CannotDecide(Exception):
    """The error that a publication's present state does not allow a decision. The message is for staff."""


@transaction.atomic
def is_there(publication: Publication, *, by: User, now: datetime) -> None:
    """Record that somebody found the message out: nothing is published again. Raises CannotDecide."""
    _decide(
        publication, P.UNCERTAIN, P.PUBLISHED, by, now, published_at=publication.claimed_at or now, reason=""
    )
    _trace(Event.PUBLICATION_FOUND, publication, by, now)


@transaction.atomic
def publish_again(publication: Publication, *, by: User, now: datetime) -> None:
    """Queue a publication again, which somebody did not find, or mended. Raises CannotDecide."""
    before = P.UNCERTAIN if publication.status == P.UNCERTAIN else P.FAILED
    _decide(publication, before, P.WAITING, by, now, next_attempt_at=None, reason="")
    _trace(Event.PUBLICATION_AGAIN, publication, by, now)


@transaction.atomic
def published_by_hand(publication: Publication, *, by: User, now: datetime) -> None:
    """Record that somebody has published by hand, where only people do, while it may be. Raises CannotDecide."""
    if not Publication.objects.filter(pk=publication.pk).due(now, launching.may_leave(now)).exists():
        raise CannotDecide(NOT_NOW)
    _decide(publication, P.WAITING, P.PUBLISHED, by, now, published_at=now, reason="")
    _trace(Event.PUBLISHED_BY_HAND, publication, by, now)


AT_OPENING = "Si pubblica appena gli orari lo permettono."
FOUND = "Scritto: risulta pubblicato."
DECISIONS: dict[str, dict[str, Any]] = {
    "there": {"label": "C'è", "act": is_there, "done": FOUND, "rights": (STEER,)},
    "again": {"label": "Non c'è: pubblica", "act": publish_again, "done": AT_OPENING, "rights": (STEER,)},
    "now": {"label": "Pubblica adesso", "act": publish_again, "done": AT_OPENING, "rights": (STEER,)},
    "by-hand": {
        "label": "L'ho pubblicato",
        "act": published_by_hand,
        "done": FOUND,
        "rights": (STEER, WRITE),
    },
}
"""Name of a button of a publication → what it does; one of the rights is enough."""


def _decide(
    publication: Publication, before: str, to: PublicationStatus, by: User, now: datetime, **fields: object
) -> None:
    seen = Publication.objects.filter(pk=publication.pk, status=before, attempts=publication.attempts)
    if not seen.move(to, settled_by=by, settled_at=now, **fields):
        raise CannotDecide(DECIDED)


def _trace(event: Event, publication: Publication, by: User, now: datetime) -> None:
    about = f"messaggio {publication.campaign_id}"
    trail.record(event, by=by, now=now, about=about, details={"outlet": publication.outlet})


def rows(campaign: Campaign, now: datetime, *, on_site: str) -> list[dict[str, Any]]:
    """List a broadcast's outlets, the site first, in one query; `on_site`: its state there, "" where it is not yet.

    One that the code has no more is left out, and so is what a later revision took the place of.

    `tone`: of its badge. `decisions`: those that a person may take on it, as (name, button). `page`: where it is
    ready to be copied, "" where it is not published by hand, or not now. `where`: in a sentence, where it is out.
    """
    found = campaign.publications.select_related("settled_by").filter(outlet__in=BY_KEY).order_by("revision")
    last = {one.outlet: one.revision for one in found}
    shown = [
        one for one in found if one.revision == last[one.outlet] or one.status not in (P.PUBLISHED, P.SKIPPED)
    ]
    in_order = sorted(shown, key=lambda one: (list(BY_KEY).index(one.outlet), one.pk))
    site = {
        "name": "Sito",
        "state": on_site,
        "tone": TONES[P.PUBLISHED],
        "link": f"{settings.SITE_URL}{reverse('public_message_short', args=[campaign.pk])}",
        "where": "nel sito",
    }
    told = [_row(campaign, BY_KEY[one.outlet], one, now) for one in in_order]
    return [site, *told] if on_site else told


def may_be_published(publication: Publication, now: datetime) -> bool:
    """Tell whether a person may publish by hand now: within the hours, with nothing that stops it. Two queries."""
    row = Publication.objects.filter(pk=publication.pk).due(now, launching.may_leave(now)).first()
    if row is None or row.is_follow_up:
        return row is not None
    return publication.campaign.is_urgent or current_calendar().is_open(now)


def _row(campaign: Campaign, outlet: Outlet, publication: Publication, now: datetime) -> dict[str, Any]:
    status = PublicationStatus(publication.status)
    is_due = outlet.is_by_hand and may_be_published(publication, now)
    page = reverse("admin:broadcasts_campaign_to_copy", args=[campaign.pk, publication.pk])
    return {
        "publication": publication,
        **_named(outlet, publication),
        "sentence": _sentence(campaign, outlet, publication, now, is_due=is_due),
        "link": outlet.link(publication) if status == P.PUBLISHED else "",
        "where": outlet.where if status in PUBLICATION_OUT else "",
        "tone": TONES.get(status, ""),
        "decisions": [(name, DECISIONS[name]) for name in TO_DECIDE.get(status, ())],
        "page": page if is_due else "",
    }


def _named(outlet: Outlet, publication: Publication) -> dict[str, str]:
    """Name an outlet and its state; of a revision what it is: "Telegram, ritiro" as long as it is not "Ritirato"."""
    state = PUBLICATION_LABELS[PublicationStatus(publication.status)]
    if not publication.revision:
        return {"name": outlet.name, "state": state}
    is_withdrawal = publication.words["is_withdrawal"]
    if publication.status == P.PUBLISHED:
        return {"name": outlet.name, "state": "Ritirato" if is_withdrawal else "Corretto"}
    return {"name": f"{outlet.name}, {'ritiro' if is_withdrawal else 'correzione'}", "state": state}


def _sentence(
    campaign: Campaign, outlet: Outlet, publication: Publication, now: datetime, *, is_due: bool
) -> str:
    match publication.status:
        case P.PUBLISHED if publication.published_at:
            by = publication.settled_by
            who = f", lo dice {display_name(by)}" if by else ""
            return f"{when(publication.published_at, now).capitalize()}{who}."
        case P.WAITING if is_due:
            return BY_HAND
        case P.PUBLISHING:
            return "Sta uscendo."
        case P.UNCERTAIN | P.FAILED | P.SKIPPED:
            return publication.reason
    if not outlet.is_configured():
        return f"{outlet.name} {NOT_HERE}"
    if campaign.status not in (CampaignStatus.SENDING, *CAMPAIGN_OVER):
        return STOPPED
    return publication.reason or SOON
