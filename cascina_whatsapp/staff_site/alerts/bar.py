"""The alerts on why broadcasts can't leave now, and what to do: the bar on every page of the admin.

One query for a page, one more where something halted, those of a slice that has more to tell, and only for staff whom
it concerns.
"""

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from itertools import chain
from typing import Any

from django.contrib.auth.models import User
from django.core.cache import cache as kept
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from broadcasts import hooks
from broadcasts.models import Campaign, CampaignEvent, NumberStatus, RateLimiter
from broadcasts.parts.desk import Alert
from broadcasts.parts.panel import WHAT_THEN, answers
from broadcasts.rules.account import number_states
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting.dates import at_moment, from_moment
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.whatsapp.webhook.models import Heartbeat

from . import alert, warnings
from .warnings import WarningFacts

LONGEST_SILENCE = timedelta(minutes=1)
"""A worker looks for work every half second: after so long it is not just being started anew."""
SHORTEST_PAUSE = 10
"""Seconds: a shorter hold is over before anybody has read of it."""
KEPT = 4
"""Seconds for which the facts are told to all open pages."""
MOST_NAMED = 3
"""Broadcasts that are named one by one."""
EDITING = ("broadcasts.change_campaign", "broadcasts.launch_campaign")
STEERING = ("broadcasts.steer_campaign",)
OPERATING = ("webhook.view_webhookpost",)
NUMBER = "broadcasts.view_accountnotice"
TEMPLATES = "broadcasts.view_whatsapptemplate"
MAY_ACT = (*EDITING, *STEERING, *OPERATING)
"""The rights of who could do something where messages don't leave."""

NUMBER_FIELDS = (
    "name_status",
    "status",
    "accepted_at",
    "refused_at",
    "token_expires_at",
    "token_lacks",
    "daily_limit",
    "leaving",
)
"""The columns that are read of the number's status."""


NO_TOKEN, NO_WARNING = number_states.Token(), WarningFacts()


@dataclass(frozen=True)
class Facts:
    """The facts that the bar's sentences depend on."""

    last_tick: datetime | None
    next_slot: float
    """The moment when the rate limiter grants the next slot: seconds since the epoch."""
    name_status: str
    templates: dict[str, str | None]
    """Key of a standard template → Meta's word on it; None: Meta doesn't have it."""
    connection: str = ""
    """Meta's word on the number's connection."""
    token: number_states.Token = NO_TOKEN
    """The known facts of our access token."""
    daily_limit: int | None = None
    """People that WhatsApp lets us write to in 24 hours; None: no limit that we know of."""
    leaving: list[tuple[str, int]] = field(default_factory=list)
    """The people who count against it, as reckoned a minute ago: when they count no more (ISO 8601), how many."""
    still: int = 0
    """How many broadcasts may leave and have not for a minute."""
    halted: list[Mapping[str, Any]] = field(default_factory=list)
    """pk, title and pause_reason of the broadcasts that stopped by themselves."""
    of_slices: tuple[Any, ...] = ()
    """What each slice has read of the row, in the order of `hooks.ALERTS`; or the alert that it could not."""
    warning: WarningFacts = NO_WARNING


def for_user(user: User, now: datetime, *, is_open: bool = False) -> list[Alert]:
    """List what keeps broadcasts from leaving, as far as `user` may do something about it.

    An open page that asks by itself is told the facts as another one was, less than five seconds ago.
    """
    if not any(user.has_perm(permission) for permission in (*MAY_ACT, *MAY_READ)):
        return []
    facts: Any = kept.get_or_set("bar", partial(gather, now), KEPT) if is_open else gather(now)
    found = (
        one
        for permissions, rule in RULES
        if any(user.has_perm(permission) for permission in permissions)
        for one in rule(facts, now)
    )
    return list(dict.fromkeys(found))


def gather(now: datetime) -> Facts:
    """The facts as the rows tell them: one query, one for what halted, and those of slices that have more to tell."""
    of_slices = columns([one.columns_at for one in hooks.ALERTS], now)
    row: Mapping[str, Any] = _row().annotate(**of_slices, **warnings.columns(now)).values().get(pk=1)
    return Facts(
        last_tick=row["tick"],
        next_slot=row["next_slot"],
        name_status=row["name_status"] or "",
        connection=row["status"] or "",
        token=number_states.Token(
            accepted_at=row["accepted_at"],
            refused_at=row["refused_at"],
            expires_at=row["token_expires_at"],
            lacks=row["token_lacks"] or "",
        ),
        daily_limit=row["daily_limit"],
        leaving=row["leaving"] or [],
        templates=alert.facts(row),
        still=len(row["still"]),
        halted=list(_halted().values("pk", "title", "pause_reason")[: MOST_NAMED + 1])
        if row["has_halted"]
        else [],
        of_slices=tuple(answers((one.facts for one in hooks.ALERTS), _not_shown, row, now)),
        warning=warnings.facts(row),
    )


@cache
def _row() -> models.QuerySet[RateLimiter]:
    """Build the bar's query, once in a process: its two dozen sub-queries take a while to build."""
    number = NumberStatus.objects.filter(pk=1)
    return RateLimiter.objects.annotate(
        tick=Subquery(Heartbeat.objects.filter(name="tick").values("at")[:1]),
        has_halted=Exists(_halted()),
        **{name: Subquery(number.values(name)[:1]) for name in NUMBER_FIELDS},
        **alert.columns(),
        **columns([one.columns for one in hooks.ALERTS]),
    )


def columns(questions: Iterable[Callable[..., Mapping[str, Any]]], *about: Any) -> Mapping[str, Any]:
    """Build the sub-queries of slices; one whose building raises has none, and its facts say so."""
    return ChainMap(*(dict(found) for found in answers(questions, lambda _: {}, *about)))


def _not_shown(name: str) -> list[Alert]:
    return [Alert(f"{name} {WHAT_THEN}")]


def _halted() -> models.QuerySet[Campaign]:
    """Select the broadcasts that nobody paused: the system did. The newest first."""
    pauses = CampaignEvent.objects.filter(campaign=OuterRef("pk"), what=CampaignEvent.Step.PAUSED)
    paused = Campaign.objects.filter(status=CampaignStatus.PAUSED).annotate(
        paused_by=Subquery(pauses.order_by("-at", "-pk").values("by")[:1])
    )
    by_itself: models.QuerySet[Campaign] = (
        paused.filter(paused_by=None).exclude(pause_reason="").order_by("-pk")
    )
    return by_itself


def _worker_stopped(facts: Facts, now: datetime) -> Iterator[Alert]:
    if facts.last_tick is not None and now - facts.last_tick <= LONGEST_SILENCE:
        return
    since = f" {from_moment(facts.last_tick, now)}" if facts.last_tick else ""
    yield Alert(
        f"Il sistema è fermo{since}: nessun messaggio parte e nessuna risposta esce. Chi amministra il sistema deve "
        "riavviarlo; poi tutto riprende da solo, senza perdere nulla.",
        reverse("admin:index"),
        "Vedi il funzionamento",
    )


def _connection(facts: Facts, now: datetime) -> Iterator[Alert]:
    if told := _token_problem(facts.token, now):
        yield Alert(told, _page("numberstatus"), "Vedi lo stato del numero")
    link = number_states.condition(number_states.LINK, facts.connection)
    if link.tone == "err":
        told = (
            f"Presso WhatsApp il numero risulta {link.label}: i messaggi possono non partire. {link.advice}"
        )
        yield Alert(told, _page("numberstatus"), "Vedi lo stato del numero")


def _token_problem(token: number_states.Token, now: datetime) -> str:
    """Say in Italian what is the matter with our access token; "" when nothing is."""
    if token.is_refused:
        return f"WhatsApp non accetta la chiave di accesso. {number_states.REFUSED}"
    if token.lacks:
        return number_states.LACKING.format(token.lacks.replace(",", ", "))
    days = token.days_left(now)
    if days is None:
        return ""
    return f"La chiave di accesso a WhatsApp {number_states.in_days(days)}. {number_states.RENEW}"


def _display_name(facts: Facts, now: datetime) -> Iterator[Alert]:
    told = {"DECLINED": "rifiutato", "EXPIRED": "scaduto"}.get(facts.name_status)
    if told:
        yield Alert(
            f"Presso WhatsApp il nome del Comune è {told}: i messaggi possono non partire. Chi amministra l'account "
            "deve farlo approvare in Gestione WhatsApp.",
            _page("numberstatus"),
            "Vedi lo stato del numero",
        )


def _rate_paused(facts: Facts, now: datetime) -> Iterator[Alert]:
    if facts.next_slot > now.timestamp() + SHORTEST_PAUSE:
        again = at_moment(datetime.fromtimestamp(facts.next_slot, UTC), now)
        yield Alert(
            f"WhatsApp ha chiesto di rallentare: gli invii riprendono da soli {again}. Non serve fare nulla.",
            is_grave=False,
        )


def _daily_limit_used_up(facts: Facts, now: datetime) -> Iterator[Alert]:
    """Alert that the daily limit is used up, by what is kept of it: a page does not count deliveries."""
    counted = [
        (at, people) for moment, people in facts.leaving if (at := datetime.fromisoformat(moment)) > now
    ]
    if facts.daily_limit is not None and sum(people for _, people in counted) >= facts.daily_limit > 0:
        first = min(at for at, _ in counted)
        yield Alert(
            f"Il limite giornaliero di WhatsApp è esaurito ({grouped(facts.daily_limit)} al giorno): chi resta "
            "riceve i messaggi da solo quando si libera posto, "
            f"{from_moment(first, now)}. Non serve fare nulla.",
            _page("numberstatus"),
            "Vedi lo stato del numero",
            is_grave=False,
        )


def _still_broadcasts(facts: Facts, now: datetime) -> Iterator[Alert]:
    if facts.still:
        which = "Un messaggio è" if facts.still == 1 else f"{facts.still} messaggi sono"
        yield Alert(
            f"{which} in invio e da più di un minuto non parte niente. Avvisa chi amministra il sistema: appena può "
            "riprende da solo."
        )


def _halted_broadcasts(facts: Facts, now: datetime) -> Iterator[Alert]:
    for row in facts.halted[:MOST_NAMED]:
        yield Alert(
            f"L'invio di «{row['title']}» si è fermato da solo. {row['pause_reason'].removesuffix('.')}.",
            reverse("admin:broadcasts_campaign_change", args=[row["pk"]]),
            "Apri il messaggio",
        )
    if len(facts.halted) > MOST_NAMED:
        yield Alert(
            "Anche altri invii si sono fermati da soli. Apri l'elenco, risolvi la causa di ciascuno e riprendili.",
            _page("campaign") + f"?status__exact={CampaignStatus.PAUSED}",
            "Vedi i messaggi fermati",
        )


def of_slice(
    number: int, rule: Callable[[Any, datetime], Iterator[Alert]], facts: Facts, now: datetime
) -> Iterator[Alert]:
    """List the alerts of a slice's rule; of one that raises, or whose facts do, that it can't be shown."""
    known = facts.of_slices[number] if facts.of_slices else []
    found = [known] if isinstance(known, list) else answers([rule], _not_shown, known, now)
    return chain.from_iterable(found)


MAY_READ = tuple(chain.from_iterable(may for one in hooks.ALERTS for may, _ in one.rules))
"""The rights of who could do something about what slices tell."""
RULES: list[tuple[tuple[str, ...], Callable[[Facts, datetime], Iterator[Alert]]]] = [
    ((*EDITING, *OPERATING), _worker_stopped),
    ((NUMBER,), _connection),
    ((NUMBER,), _display_name),
    ((*EDITING, *STEERING, *OPERATING), lambda facts, now: warnings.account_warned(facts.warning, now)),
    ((TEMPLATES,), lambda facts, _: alert.unusable(facts.templates)),
    ((*STEERING, *OPERATING), _still_broadcasts),
    (STEERING, _halted_broadcasts),
    *(
        (may, partial(of_slice, number, rule))
        for number, one in enumerate(hooks.ALERTS)
        for may, rule in one.rules
    ),
    ((*STEERING, *OPERATING), _rate_paused),
    ((NUMBER,), _daily_limit_used_up),
]
"""The rights of who may act → the rule; the gravest first."""


def _page(model: str) -> str:
    return reverse(f"admin:broadcasts_{model}_changelist")
