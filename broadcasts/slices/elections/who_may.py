"""The reasons for which a person may not act on a declaration, those that wait for a person, and the notices.

`why_not_…` answers with a sentence in Italian, "" where they may. Pages ask before they show a button; declaring asks
again. Notices are under *Novità* and by e-mail.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import prefetch_related_objects
from django.urls import reverse

from broadcasts.content import authorship
from broadcasts.content.authorship import writers
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import WORDS, Campaign, CampaignEvent
from broadcasts.reporting.display_status import Standing
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus
from broadcasts.steps import notifications
from cascina_whatsapp.accounts.staff_notices.notifying import (
    Kind,
    display_name,
    end,
    holders,
    only,
    people,
    tell,
)
from cascina_whatsapp.elections import active_periods
from cascina_whatsapp.presentation.formatting.dates import moment_in_words

from .declaration_status import DECLARATIONS, position
from .gate import is_about_its_text, standing
from .models import STANDING, ElectionDeclaration, ElectionDeclarationQuerySet

AUTHORISE = "broadcasts.authorise_electiondeclaration"
REVIEW = "broadcasts.review_electiondeclaration"
ACTIVATE = "elections.activate_electoralperiod"
OUTCOMES = {
    ElectionDeclaration.Outcome.AUTHORISED: "ha autorizzato",
    ElectionDeclaration.Outcome.REFUSED: "non ha autorizzato",
}
Outcome = ElectionDeclaration.Outcome
DECLARE = "broadcasts.add_electiondeclaration"
OVER = "Il messaggio è già partito, o annullato."
ALREADY = "Questo messaggio è già dichiarato, con lo stesso testo."
DECIDED = "Su questa dichiarazione è già stato deciso."
CHANGED = "Il messaggio è cambiato dopo la dichiarazione: va dichiarato di nuovo."
OWN = "Chi ha scritto o dichiarato il messaggio non può autorizzarlo: serve una terza persona."
APPROVER = "Chi ha approvato il messaggio non può autorizzarlo: serve una terza persona."
OWN_ORDER = (
    "Chi ha aggiunto l'ordine permanente al periodo già attivo non può autorizzare da solo un'emergenza: serve "
    "un'altra persona."
)
NOT_TO_REVIEW = "Si riesamina, una volta sola, un'emergenza autorizzata."
OWN_REVIEW = "Chi ha scritto, dichiarato, approvato o autorizzato l'emergenza non può riesaminarla."
Step = CampaignEvent.Step


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
    end(page_of(declaration, "authorise"), page_of(declaration, "uphold"), how=how, by=by, now=now)


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


def tell_of_suspensions(stopped: Sequence[Campaign], now: datetime) -> None:
    """Tell who steers, who authorises, and who wrote or approved them, that a period stopped these broadcasts."""
    titles, until = ", ".join(f"«{campaign}»" for campaign in stopped), active_periods.until(now)
    end = f" fino a {moment_in_words(until)}" if until else ""
    concerned = {pk for one in stopped for pk in (one.approved_by_id, *writers(one))}
    tell(
        [*holders("broadcasts.steer_campaign"), *holders(AUTHORISE), *people(concerned)],
        subject="Trattenuto per le elezioni",
        sentence=f"Vale un periodo elettorale{end}. Trattenuto: {titles}. Parte solo ciò che è autorizzato.",
        page=notifications.page_of(stopped[0])
        if len(stopped) == 1
        else notifications.pages_of(CampaignStatus.SUSPENDED),
        addresses=settings.ALERT_EMAILS,
    )


def why_not_declare(campaign: Campaign, by: User, now: datetime) -> str:
    """Say in Italian why this person may not declare the broadcast as it is now; "" where they may."""
    if not by.has_perm(DECLARE):
        return only(DECLARE)
    if campaign.status in CAMPAIGN_OVER:
        return OVER
    given = standing(campaign, now)
    return ALREADY if given and given.fingerprint == fingerprint_of(campaign) else ""


def why_not_authorise(declaration: ElectionDeclaration, by: User) -> str:
    """Say in Italian why this person may not authorise the declaration; "" where they may."""
    campaign = declaration.campaign
    if not by.has_perm(AUTHORISE):
        return only(AUTHORISE)
    if declaration.outcome != Outcome.OPEN:
        return DECIDED
    if campaign.status in CAMPAIGN_OVER:
        return OVER
    if not is_about_its_text(declaration):
        return CHANGED
    if by.pk in {declaration.declared_by_id, *writers(campaign)}:
        return OWN
    if declaration.is_emergency:
        return OWN_ORDER if by.pk == declaration.period.standing_order_by_id else ""
    return APPROVER if by.pk == campaign.approved_by_id else ""


def why_not_refuse(declaration: ElectionDeclaration, by: User) -> str:
    """Say in Italian why this person may not refuse the declaration; "" where they may."""
    if not by.has_perm(AUTHORISE):
        return only(AUTHORISE)
    return "" if declaration.outcome == Outcome.OPEN else DECIDED


def why_not_withdraw(declaration: ElectionDeclaration, by: User) -> str:
    """Say in Italian why this person may not take the declaration back; "" for its authors and authorisers."""
    if declaration.outcome not in STANDING:
        return DECIDED
    own = {declaration.declared_by_id, *writers(declaration.campaign)}
    return "" if by.pk in own or by.has_perm(AUTHORISE) else only(AUTHORISE)


def why_not_review(declaration: ElectionDeclaration, by: User) -> str:
    """Say in Italian why this person may not review the emergency; "" where they may."""
    if not by.has_perm(REVIEW):
        return only(REVIEW)
    if not declaration.is_emergency or declaration.decided_at is None or declaration.reviewed_at:
        return NOT_TO_REVIEW
    campaign = declaration.campaign
    hands = {
        declaration.decided_by_id,
        declaration.declared_by_id,
        campaign.approved_by_id,
        *writers(campaign),
    }
    return OWN_REVIEW if by.pk in hands else ""


def to_authorise(by: User) -> list[ElectionDeclaration]:
    """Open ones that this person may decide on, who waits longest first: not of what they wrote or declared.

    What was changed since is declared anew before anybody decides on it.
    """
    waiting = _told(ElectionDeclaration.objects.filter(outcome=Outcome.OPEN))
    waiting = waiting.exclude(declared_by=by).exclude(campaign__status__in=CAMPAIGN_OVER)
    found = list(waiting.order_by("declared_at", "pk"))
    wrote = _writers(found)
    return [one for one in found if by.pk not in wrote[one.campaign_id] and is_about_its_text(one)]


def to_be_authorised(campaigns: Iterable[Campaign], reader: User, now: datetime) -> dict[int, Standing]:
    """Say which broadcasts are to be authorised: those that the reader decides on, and approved ones that wait."""
    mine = to_authorise(reader) if reader.has_perm(AUTHORISE) else []
    approved = [one for one in campaigns if one.status == CampaignStatus.APPROVED]
    prefetch_related_objects(approved, DECLARATIONS)
    stand = [position(one, now) for one in approved]
    waiting = [one.declaration.campaign_id for one in stand if one and one.is_open]
    return dict.fromkeys([*(one.campaign_id for one in mine), *waiting], Standing.TO_AUTHORISE)


def to_review(by: User) -> list[ElectionDeclaration]:
    """Select emergencies that nobody has reviewed and this person had no part in, the oldest first."""
    unreviewed = _told(ElectionDeclaration.objects.unreviewed())
    found = list(unreviewed.exclude(decided_by=by).exclude(declared_by=by))
    wrote = _writers(found)
    return [one for one in found if by.pk not in {one.campaign.approved_by_id, *wrote[one.campaign_id]}]


def _told(declarations: ElectionDeclarationQuerySet) -> ElectionDeclarationQuerySet:
    """Join to declarations what a page tells of them."""
    words = [f"campaign__{word}" for word in WORDS]
    return declarations.select_related("declared_by", "decided_by", *words).prefetch_related(
        "campaign__topics"
    )


def _writers(declarations: Iterable[ElectionDeclaration]) -> dict[int, set[int]]:
    """Broadcast's id → the ids of who wrote it. One query."""
    steps: dict[int, list[tuple[str, int | None]]] = {one.campaign_id: [] for one in declarations}
    told = CampaignEvent.objects.filter(campaign__in=steps, what__in=[Step.EDITED, Step.REVIEW_ASKED])
    for campaign, what, by in told.values_list("campaign", "what", "by"):
        steps[campaign].append((what, by))
    return {
        one.campaign_id: authorship.who_wrote(one.campaign, steps[one.campaign_id]) for one in declarations
    }
