# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why broadcasts cannot leave at this moment, and what to do: the bar on every page of the admin.

Two small queries for a page, and only for staff who may do something about it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from broadcasts.models import Campaign, CampaignEvent, NumberStatus, RateLimiter, WhatsAppTemplate
from broadcasts.rules import number_states, standard_templates
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.formatting.dates import clock_and_day

from .formatting.numbers import grouped
from .webhook.models import Heartbeat

SILENT = timedelta(minutes=1)
"""A worker looks for work every half second: after so long it is not just being started anew."""
HELD = 10
"""Seconds: a shorter hold is over before anybody has read of it."""
TOLD = 3
"""Broadcasts that are named one by one."""
URP = ("broadcasts.change_campaign", "broadcasts.launch_campaign")
STEER = ("broadcasts.steer_campaign",)
SYSTEM = ("webhook.view_webhookpost",)
NUMBER = "broadcasts.view_accountnotice"
TEMPLATES = "broadcasts.view_whatsapptemplate"
WHO_MAY_ACT = (*URP, *STEER, *SYSTEM)

KINDS = {"text": "testo", "image": "immagini", "document": "PDF"}
USABLE = "APPROVED"
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
"""What is read of the number's status."""


@dataclass(frozen=True)
class Alert:
    """A sentence that says what is the matter and what to do, and the page concerned."""

    sentence: str
    page: str = ""
    page_label: str = ""
    is_grave: bool = True
    """Somebody has to do something; otherwise it will pass by itself."""


NO_KEY = number_states.Token()


@dataclass(frozen=True)
class Facts:
    """What the sentences depend on."""

    tick: datetime | None
    free_at: float
    """When the rate limiter grants the next slot: seconds since the epoch."""
    name_status: str
    templates: dict[str, str | None]
    """Kind of broadcast → Meta's word on its template; None: Meta doesn't have it."""
    link: str = ""
    """Meta's word on the number's connection."""
    key: number_states.Token = NO_KEY
    """What is known of our access token."""
    daily_limit: int | None = None
    """People that WhatsApp lets us write to in 24 hours; None: no limit that we know of."""
    leaving: list[tuple[str, int]] = field(default_factory=list)
    """Who counts against it, as reckoned a minute ago: when they count no more (ISO 8601), how many."""
    halted: list[Mapping[str, Any]] = field(default_factory=list)
    """pk, title and pause_reason of the broadcasts that stopped by themselves."""


def for_user(user: User, now: datetime) -> list[Alert]:
    """What keeps broadcasts from leaving, as far as `user` may do something about it."""
    if not any(user.has_perm(permission) for permission in WHO_MAY_ACT):
        return []
    facts = gather()
    return [
        alert
        for permissions, rule in RULES
        if any(user.has_perm(permission) for permission in permissions)
        for alert in rule(facts, now)
    ]


def gather() -> Facts:
    """The facts as the rows tell them: two queries."""
    number = NumberStatus.objects.filter(pk=1)
    templates = WhatsAppTemplate.objects.filter(language=standard_templates.LANGUAGE)
    state = {
        f"template_{kind}": Subquery(templates.filter(name=name).values("status")[:1])
        for kind, name in standard_templates.NAMES.items()
    }
    row: Mapping[str, Any] = (
        RateLimiter.objects.annotate(
            tick=Subquery(Heartbeat.objects.filter(name="tick").values("at")[:1]),
            **{name: Subquery(number.values(name)[:1]) for name in NUMBER_FIELDS},
            **state,
        )
        .values()
        .get(pk=1)
    )
    return Facts(
        tick=row["tick"],
        free_at=row["next_slot"],
        name_status=row["name_status"] or "",
        link=row["status"] or "",
        key=number_states.Token(
            accepted_at=row["accepted_at"],
            refused_at=row["refused_at"],
            expires_at=row["token_expires_at"],
            lacks=row["token_lacks"] or "",
        ),
        daily_limit=row["daily_limit"],
        leaving=row["leaving"] or [],
        templates={kind: row[f"template_{kind}"] for kind in standard_templates.NAMES},
        halted=_halted(),
    )


def _halted() -> list[Mapping[str, Any]]:
    """The broadcasts that nobody paused: the system did. The newest first, one more than are told."""
    pauses = CampaignEvent.objects.filter(campaign=OuterRef("pk"), what=CampaignEvent.What.PAUSED)
    paused = Campaign.objects.filter(status=CampaignStatus.PAUSED).annotate(
        paused_by=Subquery(pauses.order_by("-at", "-pk").values("by")[:1])
    )
    by_itself = paused.filter(paused_by=None).exclude(pause_reason="").order_by("-pk")
    return list(by_itself.values("pk", "title", "pause_reason")[: TOLD + 1])


def _standstill(facts: Facts, now: datetime) -> Iterator[Alert]:
    if facts.tick is not None and now - facts.tick <= SILENT:
        return
    since = f" dalle {clock_and_day(facts.tick, now)}" if facts.tick else ""
    yield Alert(
        f"Il sistema è fermo{since}: nessun messaggio parte e nessuna risposta esce. Chi amministra il sistema deve "
        "riavviare i processi «worker» e «beat»; poi tutto riprende da solo, senza perdere nulla.",
        reverse("admin:index"),
        "Vedi il funzionamento",
    )


def _number(facts: Facts, now: datetime) -> Iterator[Alert]:
    if told := _key(facts.key, now):
        yield Alert(told, _page("numberstatus"), "Vedi lo stato del numero")
    link = number_states.condition(number_states.LINK, facts.link)
    if link.tone == "err":
        told = (
            f"Presso WhatsApp il numero risulta {link.label}: i messaggi possono non partire. {link.advice}"
        )
        yield Alert(told, _page("numberstatus"), "Vedi lo stato del numero")


def _key(key: number_states.Token, now: datetime) -> str:
    """What is the matter with our access token; "" when nothing is."""
    if key.is_refused:
        return f"WhatsApp non accetta la chiave di accesso. {number_states.REFUSED}"
    if key.lacks:
        return number_states.LACKING.format(key.lacks.replace(",", ", "))
    days = key.days_left(now)
    if days is None:
        return ""
    return f"La chiave di accesso a WhatsApp {number_states.in_days(days)}. {number_states.RENEW}"


def _name(facts: Facts, now: datetime) -> Iterator[Alert]:
    told = {"DECLINED": "rifiutato", "EXPIRED": "scaduto"}.get(facts.name_status)
    if told:
        yield Alert(
            f"Presso WhatsApp il nome del Comune è {told}: i messaggi possono non partire. Chi amministra l'account "
            "deve farlo approvare in Meta Business Suite.",
            _page("numberstatus"),
            "Vedi lo stato del numero",
        )


TEMPLATE_TROUBLE = {
    None: ("A WhatsApp manca", "Va inviato a Meta: lo fa chi amministra il sistema.", True),
    "PENDING": ("Meta sta ancora esaminando", "Di solito bastano pochi minuti: non serve altro.", False),
    "IN_APPEAL": ("Meta sta riesaminando", "Aspetta la sua risposta.", False),
    "SUBMITTING": ("Sta andando a Meta", "Di solito bastano pochi minuti: non serve altro.", False),
    "PAUSED": ("WhatsApp ha sospeso", "Riparte da solo, di solito dopo qualche ora: non insistere.", True),
    "REJECTED": ("Meta ha rifiutato", "Leggi il motivo: va corretto e inviato di nuovo.", True),
    "DISABLED": (
        "WhatsApp ha disattivato",
        "Non si riattiva: chi amministra il sistema deve farne approvare uno nuovo.",
        True,
    ),
}
OTHER_TROUBLE = ("WhatsApp non lascia usare", "Chi amministra l'account guarda in Meta Business Suite.", True)


def _templates(facts: Facts, now: datetime) -> Iterator[Alert]:
    """One sentence for each kind of trouble, whatever the number of templates that have it."""
    kinds: dict[tuple[str, str, bool], list[str]] = {}
    for kind, status in facts.templates.items():
        if status != USABLE:
            kinds.setdefault(TEMPLATE_TROUBLE.get(status, OTHER_TROUBLE), []).append(KINDS[kind])
    for (what, to_do, is_grave), names in kinds.items():
        yield Alert(
            f"{what} il modello per {_and(names)}: questi messaggi non partono. {to_do}",
            _page("whatsapptemplate"),
            "Vedi i modelli",
            is_grave,
        )


def _tap(facts: Facts, now: datetime) -> Iterator[Alert]:
    if facts.free_at > now.timestamp() + HELD:
        until = clock_and_day(datetime.fromtimestamp(facts.free_at, UTC), now)
        yield Alert(
            f"WhatsApp ha chiesto di rallentare: gli invii riprendono da soli alle {until}. Non serve fare nulla.",
            is_grave=False,
        )


def _full(facts: Facts, now: datetime) -> Iterator[Alert]:
    """The daily limit is used up, by what is kept of it: a page does not count deliveries."""
    counted = [
        (at, people) for moment, people in facts.leaving if (at := datetime.fromisoformat(moment)) > now
    ]
    if facts.daily_limit is not None and sum(people for _, people in counted) >= facts.daily_limit > 0:
        first = min(at for at, _ in counted)
        yield Alert(
            f"Il limite giornaliero di WhatsApp è esaurito ({grouped(facts.daily_limit)} al giorno): chi resta "
            "riceve i messaggi da solo quando si libera posto, "
            f"dalle {clock_and_day(first, now)}. Non serve fare nulla.",
            _page("numberstatus"),
            "Vedi lo stato del numero",
            is_grave=False,
        )


def _broadcasts(facts: Facts, now: datetime) -> Iterator[Alert]:
    for row in facts.halted[:TOLD]:
        yield Alert(
            f"L'invio di «{row['title']}» si è fermato da solo. {_sentence(row['pause_reason'])}",
            reverse("admin:broadcasts_campaign_change", args=[row["pk"]]),
            "Apri il messaggio",
        )
    if len(facts.halted) > TOLD:
        yield Alert(
            "Anche altri invii si sono fermati da soli. Apri l'elenco, risolvi la causa di ciascuno e riprendili.",
            _page("campaign") + f"?status__exact={CampaignStatus.PAUSED}",
            "Vedi i messaggi in pausa",
        )


RULES: list[tuple[tuple[str, ...], Callable[[Facts, datetime], Iterator[Alert]]]] = [
    ((*URP, *SYSTEM), _standstill),
    ((NUMBER,), _number),
    ((NUMBER,), _name),
    ((TEMPLATES,), _templates),
    (STEER, _broadcasts),
    ((*STEER, *SYSTEM), _tap),
    ((NUMBER,), _full),
]
"""Who may act on it → the rule; the gravest first."""


def _page(model: str) -> str:
    return reverse(f"admin:broadcasts_{model}_changelist")


def _sentence(words: str) -> str:
    return words if words.endswith(".") else f"{words}."


def _and(names: list[str]) -> str:
    """ "testo, immagini e PDF"."""
    return " e ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
