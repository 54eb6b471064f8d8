"""The reasons for which a person may not declare, authorise, refuse, take back or review a declaration.

Each answers with a sentence in Italian, "" where they may. Pages ask before they show a button; declaring asks again.
"""

from datetime import datetime

from django.contrib.auth.models import User

from broadcasts.content.authorship import writers
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign, ElectionDeclaration
from broadcasts.models.declarations import HOLDS
from broadcasts.rules.states import CAMPAIGN_OVER

from . import notifications
from .gate import is_about_its_text, standing

Outcome = ElectionDeclaration.Outcome
DECLARE = "broadcasts.add_electiondeclaration"
AUTHORISE = notifications.AUTHORISE
REVIEW = notifications.REVIEW
NOT_ALLOWED = "Il tuo account non può farlo."
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


def why_not_declare(campaign: Campaign, by: User, now: datetime) -> str:
    """Say in Italian why this person may not declare the broadcast as it is now; "" where they may."""
    if not by.has_perm(DECLARE):
        return NOT_ALLOWED
    if campaign.status in CAMPAIGN_OVER:
        return OVER
    given = standing(campaign, now)
    return ALREADY if given and given.fingerprint == fingerprint_of(campaign) else ""


def why_not_authorise(declaration: ElectionDeclaration, by: User) -> str:
    """Say in Italian why this person may not authorise the declaration; "" where they may."""
    campaign = declaration.campaign
    if not by.has_perm(AUTHORISE):
        return NOT_ALLOWED
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
        return NOT_ALLOWED
    return "" if declaration.outcome == Outcome.OPEN else DECIDED


def why_not_withdraw(declaration: ElectionDeclaration, by: User) -> str:
    """Say in Italian why this person may not take the declaration back; "" for its authors and authorisers."""
    if declaration.outcome not in HOLDS:
        return DECIDED
    own = {declaration.declared_by_id, *writers(declaration.campaign)}
    return "" if by.pk in own or by.has_perm(AUTHORISE) else NOT_ALLOWED


def why_not_review(declaration: ElectionDeclaration, by: User) -> str:
    """Say in Italian why this person may not review the emergency; "" where they may."""
    if not by.has_perm(REVIEW):
        return NOT_ALLOWED
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
