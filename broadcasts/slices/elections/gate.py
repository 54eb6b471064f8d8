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
from broadcasts.steps.plan import Plan
from cascina_whatsapp.elections import active_periods, rules
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.presentation.formatting.dates import moment_in_words
from cascina_whatsapp.security.encryption import seals

from .models import ElectionDeclaration, is_let_through

Outcome = ElectionDeclaration.Outcome
CLOSED = "Vale un periodo elettorale: questo messaggio non è autorizzato, e non può partire."
AFRESH = "Se serve davvero, scrivi un messaggio nuovo e dichiaralo."
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
    """Build the condition that no period forbids to show a broadcast: none holds, authorised, or left before.

    What had left before stands under its date (law 28/2000, article 9).
    """
    spans = [span for span in active_periods.blocked_spans(now) if span.holds_at(now)]
    before = Q(started_at__lt=spans[0].starts_at) if spans else Q(pk__in=[])
    return is_let_through(now) | before


def is_vouched(campaign: Campaign, now: datetime) -> bool:
    """Tell whether each authorisation by which a broadcast may leave was given on its page."""
    given = ElectionDeclaration.objects.in_force(now).filter(
        campaign=campaign, fingerprint=campaign.approved_hash
    )
    return all(seals.holds(seals.Kind.AUTHORISATION, one) for one in given)


def standing(campaign: Campaign, now: datetime) -> ElectionDeclaration | None:
    """Find the declaration of a broadcast that counts for a period that is not over, whatever text it is about."""
    ahead = ElectoralPeriod.objects.ahead(now)
    return ElectionDeclaration.objects.standing().filter(campaign=campaign, period__in=ahead).first()


def is_about_its_text(declaration: ElectionDeclaration) -> bool:
    """Tell whether the stored text is the one that was declared."""
    return declaration.fingerprint == fingerprint_of(declaration.campaign)


def ahead(plan: Plan) -> list[ElectoralPeriod]:
    """The electoral periods that hold, or will. One query."""
    return plan.once(_ahead)


def missing(plan: Plan) -> list[Problem]:
    """List what a broadcast lacks to leave as planned; [] where no period meets it. One query while none is ahead."""
    return plan.once(_missing)


def forbids(plan: Plan, by: User) -> list[Problem]:
    """List why this person may not approve the plan: it lacks something, or they authorised it; or let it go on.

    In an emergency under a standing order who authorised it may also approve it. Of any other broadcast nobody does
    both, whatever moment it is approved for: moments change, and no authorisation counts that its approver gave. One
    query while no period is ahead.
    """
    if plan.goes_on:
        return _held(plan)
    if not ahead(plan) or missing(plan):
        return missing(plan)
    given = standing(plan.campaign, plan.now)
    is_same = given is not None and given.decided_by_id == by.pk and not given.is_emergency
    return [Problem("", AUTHORISER)] if is_same else []


def must_be_declared(campaign: Campaign, now: datetime) -> bool:
    """Tell whether a broadcast must be declared as it is now before its approval. As costly as `missing`."""
    lacks = bool(missing(Plan(campaign, now)))
    given = standing(campaign, now) if lacks and campaign.pk else None
    return lacks and (given is None or given.fingerprint != fingerprint_of(campaign))


def is_watched(plan: Plan) -> bool:
    """Tell whether a broadcast would leave while a period holds or is warned of: then its words are weighed.

    One query while none is ahead, or one holds; some ten more while it has to be foreseen.
    """
    spans = rules.union(period.watched for period in ahead(plan))
    later = [span for span in spans if span.starts_at > plan.leaves]
    return rules.holds_at(spans, plan.leaves) or bool(later and rules.meets(later, *plan.window))


def periods_of(campaign: Campaign, now: datetime) -> list[ElectoralPeriod]:
    """List the periods in which a broadcast would leave, the first to begin first. One query while none is ahead."""
    plan = Plan(campaign, now)
    return [period for period in ahead(plan) if period.span.meets(*plan.window)]


def _held(plan: Plan) -> list[Problem]:
    """List that a broadcast, as it was approved, may not leave when it would go on."""
    campaign = plan.campaign
    if Campaign.objects.filter(is_let_through(plan.leaves), pk=campaign.pk).exists():
        return []
    return [Problem("at", f"{CLOSED} {AFRESH}" if campaign.finished_at else CLOSED)]


def _ahead(plan: Plan) -> list[ElectoralPeriod]:
    return active_periods.ahead(plan.now)


def _missing(plan: Plan) -> list[Problem]:
    spans = rules.union(period.span for period in ahead(plan))
    met = [span for span in spans if span.meets(*plan.window)]
    sentence = _lacks(plan.campaign, met[-1].ends_at, plan.now) if met else ""
    return [Problem("at", sentence)] if sentence else []


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
