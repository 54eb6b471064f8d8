"""The gate: may this broadcast leave then, although an electoral period holds? As sentences, and in memory.

As a condition of a statement it is models.is_let_through, and models.lets_through in the claim. Nothing that a
person or the clock decided before is taken for an answer: the declaration has to be about the text as it is.
"""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User

from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.content.validation import Problem
from broadcasts.models import (
    Campaign,
    ElectionDeclaration,
    is_authorised,
    is_let_through,
)
from broadcasts.models.campaign_rows import CampaignQuerySet
from cascina_whatsapp.elections import holding, rules
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.presentation.formatting.dates import moment_in_words
from cascina_whatsapp.security.encryption import seals

Outcome = ElectionDeclaration.Outcome
CLOSED = "Vale un periodo elettorale: questo messaggio non è autorizzato, e non può partire."
UNDECLARED = (
    "Partirebbe in un periodo elettorale, che finisce {until}: va dichiarato indispensabile e autorizzato, "
    "oppure parte dopo."
)
WAITING = "La dichiarazione per le elezioni aspetta chi la autorizza."
CHANGED = "Il messaggio è cambiato dopo la dichiarazione per le elezioni: va dichiarato di nuovo."
REFUSED = (
    "La dichiarazione per le elezioni non è stata autorizzata: «{note}». Cambia il messaggio, o parte dopo."
)
AUTHORISER = (
    "Chi ha autorizzato il messaggio nel periodo elettorale non può approvarlo: serve un'altra persona."
)


def with_exemption(campaigns: CampaignQuerySet, now: datetime) -> CampaignQuerySet:
    """Annotate broadcasts with `is_exempt`: whether what was approved is authorised. No query more."""
    known: CampaignQuerySet = campaigns.annotate(**{"is_exempt": is_authorised(now)})
    return known


def may_leave(campaign: Campaign, spans: Iterable[rules.Span], now: datetime) -> bool:
    """Tell whether a message of a broadcast may leave now, by what was read before. Asks the database nothing.

    `campaign` comes with its exemption (`with_exemption`); of another one it is taken that it has none.
    """
    return campaign.is_exempt or not rules.holds_at(spans, now)


def is_vouched(campaign: Campaign, now: datetime) -> bool:
    """Tell whether each authorisation by which a broadcast may leave was given on its page."""
    given = ElectionDeclaration.objects.in_force(now).filter(
        campaign=campaign, fingerprint=campaign.approved_hash
    )
    return all(seals.holds(seals.Kind.AUTHORISATION, one) for one in given)


def is_open(campaign: Campaign, at: datetime) -> bool:
    """Tell whether a broadcast, as it was approved, may leave at this moment. Asks the database."""
    return Campaign.objects.filter(is_let_through(at), pk=campaign.pk).exists()


def standing(campaign: Campaign, now: datetime) -> ElectionDeclaration | None:
    """Find the declaration of a broadcast that counts for a period that is not over, whatever text it is about."""
    ahead = ElectoralPeriod.objects.ahead(now)
    return ElectionDeclaration.objects.standing().filter(campaign=campaign, period__in=ahead).first()


def is_about_its_text(declaration: ElectionDeclaration) -> bool:
    """Tell whether the stored text is the one that was declared."""
    return declaration.fingerprint == fingerprint_of(declaration.campaign)


def is_declared(campaign: Campaign, now: datetime) -> bool:
    """Tell whether somebody has declared the broadcast as it is now, authorised or not."""
    given = standing(campaign, now) if campaign.pk else None
    return given is not None and given.fingerprint == fingerprint_of(campaign)


def missing(campaign: Campaign, first: datetime, last: datetime, *, now: datetime) -> list[Problem]:
    """List what a broadcast lacks to leave between these moments; [] where no period meets them.

    One query, if no period is ahead.

    `first` and `last`: when its first and its last message leave, as foreseen (steps.plan).
    """
    spans = holding.blocked_spans(now)
    met = [span for span in spans if span.meets(first, last)]
    sentence = _lacks(campaign, met[-1].ends_at, now) if met else ""
    return [Problem("", sentence)] if sentence else []


def objections(
    campaign: Campaign, first: datetime, last: datetime, *, by: User, now: datetime
) -> list[Problem]:
    """List why this person may not approve a broadcast for these moments: it lacks something, or they authorised it.

    In an emergency under a standing order who authorised it may also approve it. Of any other broadcast nobody does
    both, whatever moment it is approved for: moments change, and no authorisation counts that its approver gave.
    """
    problems = missing(campaign, first, last, now=now)
    if problems:
        return problems
    given = standing(campaign, now)
    is_same = given is not None and given.decided_by_id == by.pk and not given.is_emergency
    return [Problem("", AUTHORISER)] if is_same else []


def _lacks(campaign: Campaign, until: datetime, now: datetime) -> str:
    given = standing(campaign, now) if campaign.pk else None
    if given is None:
        return _refused(campaign) or UNDECLARED.format(until=moment_in_words(until))
    if given.fingerprint != fingerprint_of(campaign):
        return CHANGED
    return "" if given.outcome == Outcome.AUTHORISED else WAITING


def _refused(campaign: Campaign) -> str:
    """Say that the last declaration was refused, as long as the text is the same; "" otherwise."""
    last = ElectionDeclaration.objects.filter(campaign=campaign).first() if campaign.pk else None
    if last is None or last.outcome != Outcome.REFUSED or last.fingerprint != fingerprint_of(campaign):
        return ""
    return REFUSED.format(note=last.note)
