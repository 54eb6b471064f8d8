"""The notices, under *Novità* and by e-mail, to who must act on a declaration and to who made one."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse

from broadcasts.models import ElectionDeclaration
from cascina_whatsapp.accounts.staff_notices.notifying import Kind, display_name, end, holders, people, tell

AUTHORISE = "broadcasts.authorise_electiondeclaration"
REVIEW = "broadcasts.review_electiondeclaration"
OUTCOMES = {
    ElectionDeclaration.Outcome.AUTHORISED: "ha autorizzato",
    ElectionDeclaration.Outcome.REFUSED: "non ha autorizzato",
}


def page_of(declaration: ElectionDeclaration, step: str = "change") -> str:
    """The path of the page of its broadcast, or of the one on which this step is decided."""
    return reverse(f"admin:broadcasts_campaign_{step}", args=[declaration.campaign_id])


def tell_authorisers(declaration: ElectionDeclaration, *, without: Collection[int | None]) -> None:
    """Tell whoever may authorise it, but for these people, that a broadcast was declared."""
    what = "un'emergenza" if declaration.is_emergency else "un messaggio"
    tell(
        holders(AUTHORISE).exclude(pk__in=[pk for pk in without if pk]),
        subject=f"Nel periodo elettorale {what} aspetta l'autorizzazione",
        sentence=f"{display_name(declaration.declared_by)} dichiara indispensabile «{declaration.campaign}».",
        page=page_of(declaration, "authorise"),
        kind=Kind.URGENT if declaration.is_emergency else Kind.WAITS,
    )


def end_what_waited(declaration: ElectionDeclaration, how: str, by: User | None, now: datetime) -> None:
    """End what authorisers and reviewers were asked to do about a declaration."""
    pages = (page_of(declaration, "authorise"), page_of(declaration, "uphold"))
    end(*pages, how=how, by=by, now=now)


def tell_decided(declaration: ElectionDeclaration, by: User) -> None:
    """Tell who declared, approved or wrote the broadcast how its declaration was decided."""
    campaign = declaration.campaign
    concerned = {declaration.declared_by_id, campaign.author_id, campaign.approved_by_id}
    did = OUTCOMES[ElectionDeclaration.Outcome(declaration.outcome)]
    tell(
        people(concerned - {by.pk}),
        subject="È stato deciso su un messaggio nel periodo elettorale",
        sentence=f"{display_name(by)} {did} «{campaign}».",
        page=page_of(declaration),
    )


def tell_reviewers(declaration: ElectionDeclaration, *, without: Collection[int | None]) -> None:
    """One person alone let an emergency go: another one has a day to look at it."""
    tell(
        holders(REVIEW).exclude(pk__in=[pk for pk in without if pk]),
        subject="Un'emergenza autorizzata va riesaminata entro 24 ore",
        sentence=f"«{declaration.campaign}» parte con una sola autorizzazione: un'altra persona la riesamina.",
        page=page_of(declaration, "uphold"),
        kind=Kind.URGENT,
    )


def tell_reviewed(declaration: ElectionDeclaration, by: User) -> None:
    """Tell whoever declared and whoever authorised an emergency that it was reviewed."""
    tell(
        people({declaration.declared_by_id, declaration.decided_by_id} - {by.pk}),
        subject="Un'emergenza è stata riesaminata",
        sentence=f"«{declaration.campaign}», riesaminato da {display_name(by)}: "
        f"{str(declaration.get_review_outcome_display()).lower()}.",
        page=page_of(declaration),
        by_email=False,
    )


def alarm(declaration: ElectionDeclaration) -> None:
    """Tell reviewers and operators that nobody has reviewed an emergency in time."""
    tell(
        holders(REVIEW).exclude(pk__in=[pk for pk in (declaration.decided_by_id,) if pk]),
        subject="Un'emergenza non è stata riesaminata in tempo",
        sentence=f"«{declaration.campaign}» è stata autorizzata da una persona sola più di 24 ore fa, e nessuno l'ha "
        "riesaminata.",
        page=page_of(declaration, "uphold"),
        kind=Kind.URGENT,
        addresses=settings.ALERT_EMAILS,
    )
