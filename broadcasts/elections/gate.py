"""The gate: may this broadcast leave then, although an electoral period holds? In a statement, and as sentences.

Nothing that a person or the clock decided before is taken for an answer: the declaration has to be about the text as
it is.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.contrib.auth.models import User
from django.db.models import Q

from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.content.validation import Problem
from broadcasts.models import Campaign
from cascina_whatsapp.elections import active_periods, rules
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.presentation.formatting.dates import moment_in_words
from cascina_whatsapp.security.encryption import seals

from .models import ElectionDeclaration, is_let_through

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


def guard(now: datetime) -> Callable[[datetime], bool] | None:
    """Return what tells in memory whether a period holds at a moment; None where none is ahead. One query."""
    spans = active_periods.blocked_spans(now)
    return partial(rules.holds_at, spans) if spans else None


def may_be_read(now: datetime) -> Q:
    """Build the condition that no period forbids to show a broadcast: none holds, authorised, or left before."""
    spans = [span for span in active_periods.blocked_spans(now) if span.holds_at(now)]
    before = Q(started_at__lt=spans[0].starts_at) if spans else Q(pk__in=[])
    return is_let_through(now) | before


def is_vouched(campaign: Campaign, now: datetime) -> bool:
    """Tell whether each authorisation by which a broadcast may leave was given on its page."""
    given = ElectionDeclaration.objects.in_force(now).filter(
        campaign=campaign, fingerprint=campaign.approved_hash
    )
    return all(seals.holds(seals.Kind.AUTHORISATION, one) for one in given)


def why_held(campaign: Campaign, by: User, now: datetime) -> str:
    """Say in Italian that a broadcast, as it was approved, may not leave when it would go on; "" where it may."""
    at = now if campaign.started_at else max(campaign.scheduled_for or now, now)
    return "" if Campaign.objects.filter(is_let_through(at), pk=campaign.pk).exists() else CLOSED


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
    spans = active_periods.blocked_spans(now)
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
