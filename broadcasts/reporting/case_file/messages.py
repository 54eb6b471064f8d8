"""The broadcasts that an electoral period concerned: what each said, who declared and decided what, what left when.

Those are what was declared in it, what it suspended, and what left inside, authorised or not.
"""

from operator import attrgetter
from typing import Any

from django.db.models import Q

from broadcasts.content.fingerprint import content_of
from broadcasts.elections.sent_in_period import SentInPeriod, left_inside
from broadcasts.models import Campaign, CampaignEvent, ElectionDeclaration
from broadcasts.reporting.progress.progress import progress_of_all
from broadcasts.rules.declarations import CHECKLIST, TICKS
from broadcasts.rules.states import DELIVERY_LABELS, DeliveryStatus
from cascina_whatsapp.elections.models import ElectoralPeriod

from .notation import Facts, moment, said, step
from .wording import Texts, declared_of, read_of, texts_of

Step = CampaignEvent.Step
BESIDE = ("author", "approved_by", "kept", "service__wording", "service__notice")
ROWS = (
    "topics",
    "events__by",
    "declarations__period",
    "declarations__declared_by",
    "declarations__decided_by",
    "declarations__withdrawn_by",
    "declarations__reviewed_by",
)
REASONS = ("urgent_reason", "everybody_reason")
"""The fields that a colleague wrote for colleagues: citizens never read them."""
TOLD = (
    Step.REVIEW_ASKED,
    Step.SENT_BACK,
    Step.NOTE_CHANGED,
    Step.APPROVED,
    Step.APPROVED_OWN,
    Step.TO_EVERYBODY,
    Step.TAKEN_BACK,
    Step.REVISED,
    Step.ALTERED,
    Step.STARTED,
    Step.PAUSED,
    Step.RESUMED,
    Step.SUSPENDED,
    Step.RELEASED,
    Step.DECLARED,
    Step.AUTHORISED,
    Step.NOT_AUTHORISED,
    Step.UNDECLARED,
    Step.EMERGENCY_REVIEWED,
    Step.CANCELLED,
    Step.FINISHED,
    Step.RESENT,
)
"""Steps that say who wanted what to leave, and when: no trial on a colleague's telephone."""


def of_period(period: ElectoralPeriod) -> list[Facts]:
    """Collect the messages of a period, in the order in which they were written."""
    inside = {left.campaign.pk: left for left in left_inside(period)}
    campaigns = list(_concerned(period, list(inside)))
    progress, texts = progress_of_all(campaigns), texts_of(campaigns)
    told = [(one, inside.get(one.pk, SentInPeriod(campaign=one, people=0))) for one in campaigns]
    return [_message(period, one, left, texts) | _people(progress[one.pk].counts) for one, left in told]


def in_brief(messages: list[Facts]) -> Facts:
    """Sum up what a reader looks for first: numbers of messages, and what was declared for this period."""
    given = [one for message in messages for one in message["dichiarazioni"] if one["di questo periodo"]]
    refused = str(ElectionDeclaration.Outcome.REFUSED.label)
    return {
        "partiti nel periodo senza autorizzazione": [
            _title(one) + _how(one) for one in messages if one["partito senza autorizzazione"]
        ],
        "sospesi": [_title(one) for one in messages if one["sospeso"]],
        "dichiarazioni": len(given),
        "rifiutate": sum(one["esito"] == refused for one in given),
        "emergenze": sum(one["emergenza"] for one in given),
        "emergenze non riesaminate": sum(one["da riesaminare"] for one in given),
    }


def _title(message: Facts) -> str:
    return f"{message['numero']}: {message['titolo']}"


def _how(message: Facts) -> str:
    """Tell how a message left unauthorised: " (partito prima dell'autorizzazione: 5)"; "" if none did."""
    parts = {
        "partito prima dell'autorizzazione": message["partiti prima dell'autorizzazione"],
        "partito dopo il ritiro": message["partiti dopo il ritiro"],
    }
    told = "; ".join(f"{what}: {people}" for what, people in parts.items() if people)
    return f" ({told})" if told else ""


def _concerned(period: ElectoralPeriod, inside: list[int]) -> Any:
    stopped = CampaignEvent.objects.filter(_suspended(period)).values("campaign")
    declared = ElectionDeclaration.objects.filter(period=period).values("campaign")
    found = Campaign.objects.filter(Q(pk__in=inside) | Q(pk__in=stopped) | Q(pk__in=declared))
    return found.select_related(*BESIDE).prefetch_related(*ROWS).order_by("pk")


def _suspended(period: ElectoralPeriod) -> Q:
    held = period.held
    if held is None:
        return Q(pk__in=[])
    return Q(what=Step.SUSPENDED, at__gte=held.starts_at, at__lt=held.ends_at)


def _left(left: SentInPeriod) -> Facts:
    if not left.people:
        return {}
    return {"messaggi": left.people, "il primo": moment(left.first), "l'ultimo": moment(left.last)}


def _people(states: dict[str, int]) -> Facts:
    return {
        "persone": {
            DELIVERY_LABELS[DeliveryStatus(state)]: people for state, people in sorted(states.items())
        }
    }


def _message(period: ElectoralPeriod, campaign: Campaign, left: SentInPeriod, texts: Texts) -> Facts:
    steps, held = [event for event in campaign.events.all() if event.what in TOLD], period.held
    return {
        "numero": campaign.pk,
        "titolo": str(campaign),
        "a che cosa serve": str(campaign.get_purpose_display()),
        "a chi": campaign.to_whom,
        "stato": str(campaign.get_status_display()),
        "testo": read_of(campaign),
        "contenuto": _public(content_of(campaign)),
        "impronta approvata": campaign.approved_hash,
        "scritto": step(campaign.author, campaign.created_at),
        "approvato": step(campaign.approved_by, campaign.approved_at),
        "iniziato": moment(campaign.started_at),
        "finito": moment(campaign.finished_at),
        "partito senza autorizzazione": left.people != 0 and left.declaration is None,
        "partiti prima dell'autorizzazione": left.before,
        "partiti dopo il ritiro": left.after,
        "partiti nel periodo": _left(left),
        "conteggio perduto": left.people is None,
        "sospeso": any(one.what == Step.SUSPENDED and held and held.holds_at(one.at) for one in steps),
        "dichiarazioni": [
            _declaration(one, period, declared_of(one, campaign, texts))
            for one in _declarations(campaign, period, left)
        ],
        "passaggi": [_step(event) for event in steps],
    }


def _declarations(
    campaign: Campaign, period: ElectoralPeriod, left: SentInPeriod
) -> list[ElectionDeclaration]:
    """List the declarations for this period, and those by which a message that left inside was let go elsewhere."""
    by = campaign.approved_hash if left.people != 0 else None
    found = [
        one for one in campaign.declarations.all() if one.period_id == period.pk or one.fingerprint == by
    ]
    return sorted(found, key=attrgetter("pk"))


def _public(content: Facts) -> Facts:
    """The content of a fingerprint; a reason in which somebody wrote a number shows it no more."""
    reasons = {name: said(str(content[name])) for name in REASONS if name in content}
    return content | reasons


def _step(event: CampaignEvent) -> Facts:
    return {
        "che cosa": str(event.get_what_display()),
        **step(event.by, event.at, nota=event.note),
        "impronta": event.fingerprint,
    }


def _declaration(one: ElectionDeclaration, period: ElectoralPeriod, words: str) -> Facts:
    return {
        "numero": one.pk,
        "periodo": one.period.name,
        "di questo periodo": one.period_id == period.pk,
        "dichiarata": step(one.declared_by, one.declared_at),
        "che cosa si dichiara": [sentence for name, sentence in TICKS.items() if getattr(one, name)],
        "di che cosa si tratta": str(one.get_category_display()),
        "motivo": said(one.reason),
        "controllato": [CHECKLIST.get(key, key) for key in one.checklist],
        "impronta": one.fingerprint,
        "testo": words,
        "contenuto": _public(one.content),
        "emergenza": one.is_emergency,
        "ordine permanente": one.standing_order,
        "esito": str(one.get_outcome_display()),
        "decisa": step(one.decided_by, one.decided_at, nota=one.note),
        "ritirata": step(one.withdrawn_by, one.withdrawn_at, perché=one.withdrawn_reason),
        "riesame": _review(one),
        "da riesaminare": _waits_for_review(one),
        "allarme dato": moment(one.alarmed_at),
    }


def _waits_for_review(one: ElectionDeclaration) -> bool:
    """Tell whether somebody let an emergency go, be it taken back since, and nobody has looked at it."""
    was_let_go = one.decided_at is not None and one.outcome != ElectionDeclaration.Outcome.REFUSED
    return one.is_emergency and was_let_go and one.reviewed_at is None


def _review(one: ElectionDeclaration) -> Facts:
    outcome = str(one.get_review_outcome_display())
    return step(one.reviewed_by, one.reviewed_at, esito=outcome, nota=one.review_note)
