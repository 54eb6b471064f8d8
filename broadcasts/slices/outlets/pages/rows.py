"""Words on what became of a broadcast at each of its outlets."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from broadcasts.models import Campaign
from broadcasts.rules.states import CAMPAIGN_OVER, PUBLICATION_LABELS, PUBLICATION_OUT, CampaignStatus
from broadcasts.rules.states import PublicationStatus as P
from broadcasts.slices.outlets.deciding import DECISIONS, may_be_published
from broadcasts.slices.outlets.models import Publication
from broadcasts.slices.outlets.outlet import Outlet
from broadcasts.slices.outlets.registry import BY_KEY
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.formatting.dates import when

TONES = {P.PUBLISHED: "ok", P.UNCERTAIN: "wait", P.FAILED: "bad"}
TO_DECIDE: dict[P, tuple[str, ...]] = {P.UNCERTAIN: ("there", "again"), P.FAILED: ("now",)}


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


def _row(campaign: Campaign, outlet: Outlet, publication: Publication, now: datetime) -> dict[str, Any]:
    """Tell of one outlet; of a revision what it is: "Telegram, ritiro" as long as it is not "Ritirato"."""
    status, name = P(publication.status), outlet.name
    state, is_due = PUBLICATION_LABELS[status], outlet.is_by_hand and may_be_published(publication, now)
    if publication.revision and status == P.PUBLISHED:
        state = "Ritirato" if publication.words["is_withdrawal"] else "Corretto"
    elif publication.revision:
        name = f"{name}, {'ritiro' if publication.words['is_withdrawal'] else 'correzione'}"
    page = reverse("admin:broadcasts_campaign_to_copy", args=[campaign.pk, publication.pk])
    return {
        "publication": publication,
        "name": name,
        "state": state,
        "sentence": _sentence(campaign, outlet, publication, now, is_due=is_due),
        "link": outlet.link(publication) if status == P.PUBLISHED else "",
        "where": outlet.where if status in PUBLICATION_OUT else "",
        "tone": TONES.get(status, ""),
        "decisions": [(one, DECISIONS[one]) for one in TO_DECIDE.get(status, ())],
        "page": page if is_due else "",
    }


def _sentence(
    campaign: Campaign, outlet: Outlet, publication: Publication, now: datetime, *, is_due: bool
) -> str:
    match publication.status:
        case P.PUBLISHED if publication.published_at:
            by = publication.settled_by
            who = f", lo dice {display_name(by)}" if by else ""
            return f"{when(publication.published_at, now).capitalize()}{who}."
        case P.WAITING if is_due:
            return "Da pubblicare a mano: testo e allegato sono pronti."
        case P.PUBLISHING:
            return "Sta uscendo."
        case P.UNCERTAIN | P.FAILED | P.SKIPPED:
            return publication.reason
    if not outlet.is_configured():
        return f"{outlet.name} non è configurato: avvisa chi amministra il sistema."
    if campaign.status not in (CampaignStatus.SENDING, *CAMPAIGN_OVER):
        return "Il messaggio è fermo."
    return publication.reason or "Esce negli orari d'ufficio, appena il messaggio arriva a qualcuno."
