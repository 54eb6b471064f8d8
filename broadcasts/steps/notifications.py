"""The notices to colleagues, under *Novità* and by e-mail, when a broadcast needs a person. They read its title only.

What they are told is on the broadcast's page, too. What asks for something is ended by the broadcast's next step.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import reverse

from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.accounts.staff_notices.notifying import Kind, display_name, end, holders, people, tell

__all__ = [
    "Kind",
    "alert_of_change",
    "alert_of_pauses",
    "alert_operators",
    "approval_page_of",
    "approvers_of",
    "display_name",
    "end_all",
    "end_what_waited",
    "page_of",
    "pages_of",
    "tell_approvers",
    "tell_of_proposal",
    "tell_people",
    "tell_writers",
]

Step = CampaignEvent.Step
ENDINGS = {
    Step.REVIEW_ASKED: "approvazione chiesta",
    Step.WITHDRAWN: "ritirato",
    Step.SENT_BACK: "rimandato",
    Step.NOTE_CHANGED: "nota cambiata",
    Step.APPROVED: "approvato",
    Step.APPROVED_OWN: "approvato",
    Step.REVISED: "ripreso per correggerlo",
    Step.PAUSED: "fermato",
    Step.RESUMED: "ripreso",
    Step.CANCELLED: "annullato",
}
"""The steps after which nothing is asked any more that was asked before → how the notice says so."""


def end_what_waited(campaign: Campaign, step: CampaignEvent.Step, by: User | None, now: datetime) -> None:
    """End what colleagues were asked to do about a broadcast, once it has taken this step."""
    if how := ENDINGS.get(step):
        end_all(campaign, how, by, now)


def end_all(campaign: Campaign, how: str, by: User | None, now: datetime) -> None:
    """End whatever colleagues were asked to do about a broadcast: also of a draft that somebody threw away."""
    end(page_of(campaign), approval_page_of(campaign), how=how, by=by, now=now)


def tell_approvers(campaign: Campaign, wrote: Iterable[int], *, asked_by: User) -> None:
    """Tell those who may give an approval that it was asked for. `wrote`: ids of the people who wrote it."""
    tell(
        approvers_of(campaign, wrote),
        subject=f"«{campaign.title}» aspetta te",
        sentence=f"{display_name(asked_by)} chiede l'approvazione.",
        page=approval_page_of(campaign),
        kind=Kind.URGENT if campaign.is_urgent else Kind.WAITS,
        by=asked_by,
    )


def approvers_of(campaign: Campaign, wrote: Iterable[int]) -> QuerySet[User]:
    """Select who may approve a broadcast that these people wrote."""
    able = holders(f"broadcasts.launch_{'urgent_' if campaign.is_urgent else ''}campaign")
    return able if settings.APPROVE_OWN_BROADCASTS else able.exclude(pk__in=wrote)


def tell_writers(campaign: Campaign) -> None:
    """Tell those who may take it up that the program proposes a broadcast."""
    tell(
        holders("broadcasts.change_campaign"),
        subject="C'è un avviso sul servizio da preparare",
        sentence=f"«{campaign.title}» è pronto in bozza: rileggilo e chiedi l'approvazione. Non parte da solo.",
        page=page_of(campaign),
        kind=Kind.WAITS,
    )


def tell_of_proposal(campaign: Campaign, origin: str, *, by_email: bool) -> None:
    """Tell writers under *Novità* that a program proposes news; by e-mail what is rare and can't wait."""
    tell(
        holders("broadcasts.change_campaign"),
        subject="C'è una bozza proposta",
        sentence=f"«{campaign}» è proposta da «{origin}»: rileggila e chiedi l'approvazione. Non parte da sola.",
        page=page_of(campaign),
        kind=Kind.WAITS,
        by_email=by_email,
    )


def tell_people(
    campaign: Campaign,
    ids: Iterable[int | None],
    *,
    subject: str,
    sentence: str,
    kind: Kind = Kind.KNOWN,
    by: User | None = None,
    by_email: bool = True,
) -> None:
    """Tell these people something about a broadcast; under *Novità* alone, where nobody has to do anything."""
    tell(
        people(ids),
        subject=subject,
        sentence=sentence,
        page=page_of(campaign),
        kind=kind,
        by=by,
        by_email=by_email,
    )


def alert_operators(
    campaign: Campaign, ids: Iterable[int | None], *, subject: str, sentence: str, kind: Kind = Kind.WAITS
) -> None:
    """Tell the operators, and these people, that the system stopped a broadcast."""
    tell(
        people(ids),
        subject=subject,
        sentence=sentence,
        page=page_of(campaign),
        kind=kind,
        addresses=settings.ALERT_EMAILS,
    )


def alert_of_change(*, by: User, subject: str, what: str, page: str) -> None:
    """Tell whoever approves broadcasts, and the operators, that one hand changed when or to whom something leaves.

    `what`: what `by` did, after their name, without a full stop. `page`: the name of its address.
    """
    tell(
        holders("broadcasts.launch_campaign"),
        subject=subject,
        sentence=f"{display_name(by)} {what}. Se non ti torna, chiedi perché.",
        page=reverse(page),
        by=by,
        addresses=settings.ALERT_EMAILS,
    )


def alert_of_pauses(paused: Sequence[Campaign], reason: str) -> None:
    """Alert the operators by e-mail that these broadcasts stopped; who can resume them finds each under Novità."""
    titles = ", ".join(f"«{campaign.title}»" for campaign in paused)
    steering = list(holders("broadcasts.steer_campaign"))
    for campaign in paused:
        tell(
            steering,
            subject=f"«{campaign.title}» si è fermato",
            sentence=f"{reason} Nessuno è perso: si riprende dalla pagina del messaggio.",
            page=page_of(campaign),
            kind=Kind.WAITS,
            by_email=False,
        )
    tell(
        [],
        subject="Invio fermato",
        sentence=f"Fermato: {titles}. {reason} Nessuno è perso: si riprende dalla pagina del messaggio.",
        page=page_of(paused[0]) if len(paused) == 1 else pages_of(CampaignStatus.PAUSED),
        addresses=settings.ALERT_EMAILS,
    )


def page_of(campaign: Campaign) -> str:
    """Return the path of a broadcast's page."""
    return reverse("admin:broadcasts_campaign_change", args=[campaign.pk])


def approval_page_of(campaign: Campaign) -> str:
    """Return the path of the page on which a broadcast is approved."""
    return reverse("admin:broadcasts_campaign_launch", args=[campaign.pk])


def pages_of(status: CampaignStatus) -> str:
    """Return the address of the list of the broadcasts in a state."""
    return f"{reverse('admin:broadcasts_campaign_changelist')}?status__exact={status}"
