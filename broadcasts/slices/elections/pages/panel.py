"""The panel about elections on a broadcast's page: what it lacks, what became of its declaration, who acts next."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from broadcasts.content.authorship import writers
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus
from broadcasts.slices.elections import gate
from broadcasts.slices.elections.declaration_status import Position, position
from broadcasts.slices.elections.models import ElectionDeclaration
from broadcasts.slices.elections.who_may import AUTHORISE
from broadcasts.steps.plan import Plan
from cascina_whatsapp.accounts.staff_notices.notifying import holders, names
from cascina_whatsapp.elections import active_periods
from cascina_whatsapp.presentation.formatting.dates import moment_in_words

Outcome = ElectionDeclaration.Outcome
NOBODY = "qualcuno del gruppo Autorizzatore elettorale: oggi non c'è nessun altro"


def panel_of(plan: Plan) -> dict[str, Any]:
    """{} where elections are none of its business. Two queries then; while it is typed in as a new one, one.

    `tone` is a notice's: "wait" or "bad"; "" for one quiet
    line. `lacks`: whether it can't leave then as things stand; `is_declared`: whether somebody has declared it as it
    is now.
    """
    campaign, now, ahead = plan.campaign, plan.now, gate.ahead(plan)
    stands = position(campaign, now) if ahead or not campaign.is_unapproved else None
    is_over = campaign.status in CAMPAIGN_OVER
    lacks = "" if is_over else " ".join(problem.sentence for problem in gate.missing(plan))
    was_refused = stands is not None and stands.declaration.outcome == Outcome.REFUSED
    # A declaration that stands is worth a line always, a refused one while a period is ahead.
    if not (lacks or (stands and stands.is_standing) or (ahead and was_refused)):
        return {}
    is_stopped = campaign.status == CampaignStatus.SUSPENDED
    return {
        "sentence": _sentence(campaign, stands, lacks, now),
        "next": "" if is_over else _next(campaign, stands, lacks, now),
        "tone": ("bad" if is_stopped else "wait") if lacks else "",
        "lacks": bool(lacks),
        "is_declared": bool(stands and stands.is_standing),
        "position": stands,
    }


def _sentence(campaign: Campaign, stands: Position | None, lacks: str, now: datetime) -> str:
    """The sentence of the gate, or where the declaration stands; each fact once."""
    if campaign.status == CampaignStatus.SUSPENDED:
        return " ".join(filter(None, [_suspended(campaign, now), stands.sentence(now) if stands else ""]))
    if stands is None:
        return lacks
    told = stands.sentence(now)
    if not lacks or stands.is_open:
        return told
    is_refused = stands.declaration.outcome == Outcome.REFUSED and stands.is_about_its_text
    remedy = "Cambia il messaggio, o fallo partire dopo." if is_refused else lacks
    return lacks if lacks == gate.CHANGED else f"{told} {remedy}"


def _suspended(campaign: Campaign, now: datetime) -> str:
    stopped = campaign.events.filter(what=CampaignEvent.Step.SUSPENDED).order_by("at", "pk").last()
    since = f" da {moment_in_words(stopped.at)}" if stopped else ""
    until = active_periods.until(now)
    end = f", che finisce {moment_in_words(until)}" if until else ""
    return f"È fermo{since}: vale un periodo elettorale{end}, e questo messaggio non è autorizzato."


def _next(campaign: Campaign, stands: Position | None, lacks: str, now: datetime) -> str:
    """Name who acts next on a declaration: the author reads what follows after their own step."""
    if not lacks and not (campaign.is_unapproved and stands and stands.is_authorised):
        return ""
    parts, wrote = [], writers(campaign) if campaign.pk else set()
    if lacks and stands and stands.is_open:
        who = _names(AUTHORISE, without={*wrote, stands.declaration.declared_by_id})
        parts.append(f"Aspetta l'autorizzazione di {who}.")
    elif lacks:
        parts.append(f"Una volta dichiarato lo autorizza {_names(AUTHORISE, without=wrote)}.")
    if campaign.is_unapproved:
        parts.append(f"Poi lo approva {_names('broadcasts.launch_campaign', without=wrote)}.")
    if campaign.status == CampaignStatus.SUSPENDED and lacks:
        steer = _names("broadcasts.steer_campaign", without=())
        parts.append(
            f"Autorizzato, riparte da solo. Oppure aspetta la fine: se poi è tardi lo riprende o lo annulla {steer}."
        )
    return " ".join(parts)


def _names(permission: str, *, without: Collection[int | None]) -> str:
    return names(holders(permission).exclude(pk__in=[pk for pk in without if pk]), NOBODY)
