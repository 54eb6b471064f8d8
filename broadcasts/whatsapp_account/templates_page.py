"""The page of the templates, made once: what to look at, what is ready and what it costs, and each one's use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Q

from broadcasts.content import custom_template_panel, service_messages, time_to_live
from broadcasts.costs.amounts import price_list
from broadcasts.models import Campaign, WhatsAppTemplate, invites
from broadcasts.rules import alert_templates, standard_templates, template_states
from broadcasts.rules.pricing import PriceList
from cascina_whatsapp.presentation.formatting.currencies import Exchange, apiece
from cascina_whatsapp.presentation.formatting.dates import day_of, in_a_sentence
from subscribers.texts import CATALOGUE

from . import sync

SUBMITTABLE = {template_states.MISSING, "DELETED", "REJECTED"}
"""A disabled or locked one can't be changed: Meta wants another name."""
TONES = {"ok": "ok", "warn": "wait", "err": "bad", "busy": "wait"}
WITH = {"text": "", "image": " con immagine", "document": " con PDF"}
OWN_AT_MOST = 100
"""The templates made for one message that the page lists, the newest ones."""


def uses_of_standard() -> dict[str, tuple[int, datetime | None]]:
    """Name of a standard template → how many broadcasts went out through it, and when the last one did."""
    left = Campaign.objects.filter(started_at__isnull=False, custom_template=None).order_by()
    uses: dict[str, tuple[int, datetime | None]] = {}
    has_page = ExpressionWrapper(~Q(button_link=""), output_field=BooleanField())
    news = left.filter(purpose=Campaign.Purpose.NEWS).annotate(invites=invites(), page=has_page)
    grouped = news.values_list("kind", "invites", "page", "time_to_live")
    for kind, is_invitation, with_page, seconds, count, last in grouped.annotate(
        Count("pk"), Max("started_at")
    ):
        templates = standard_templates.OF[is_invitation, with_page]
        name = alert_templates.name(kind, seconds) if seconds else templates.names[kind]
        uses[name] = count, last
    about_the_service = left.exclude(purpose=Campaign.Purpose.NEWS).select_related("service__wording")
    for campaign in about_the_service.order_by("started_at"):
        name = service_messages.template_name(campaign.service.wording)
        uses[name] = (uses.get(name, (0, None))[0] + 1, campaign.started_at)
    return uses


def use_of_own(template: WhatsAppTemplate) -> tuple[int, datetime | None]:
    """Count the uses of a broadcast's custom template, and find the last one."""
    campaign = campaign_of(template)
    return (1, campaign.started_at) if campaign and campaign.started_at else (0, None)


def is_about_the_service(template: WhatsAppTemplate) -> bool:
    """Tell whether a template carries a text of the service, in whatever version."""
    return template.name.startswith(sync.SERVICE)


def subject(template: WhatsAppTemplate) -> str:
    """Return the name of the text of the service that a template carries; only for a template about the service."""
    keys = (key for key, start in service_messages.NAMES.items() if template.name.startswith(start))
    return CATALOGUE[next(keys)].label


def campaign_of(template: WhatsAppTemplate) -> Campaign | None:
    """The broadcast that a custom template was made for; None: of no other, or not any more."""
    return getattr(template, "campaign", None)


@dataclass(frozen=True)
class Frame:
    """A template as people see it: a frame that WhatsApp has read, with the price of a message in it."""

    label: str
    state: str
    tone: str
    about: str = ""
    """The use of one that is ready; the reason and the remedy of one to look at."""
    price: str = ""
    key: str = ""
    """The name by which its button submits it; "" where there is nothing to submit."""
    page: int | None = None
    """The row whose page tells more; None for one that WhatsApp lacks."""
    campaign: Campaign | None = None
    """The broadcast that it was made for."""


def templates_page(now: datetime) -> dict[str, Any]:
    """The page as things stand. As many queries for a hundred templates as for twelve."""
    texts = service_messages.texts_in_use(now)
    labels = _labels() | {key: service_messages.label(text) for key, text in texts.items()}
    names = names_of_base(now)
    rows = {row.name: row for row in WhatsAppTemplate.objects.filter(name__in=names.values())}
    uses, told = uses_of_standard(), _Prices(now)
    frames = [
        (_frame(labels[key], key, rows.get(name), uses.get(name, (0, None))[0], told, now), rows.get(name))
        for key, name in names.items()
    ]
    states = template_states
    ready = [frame for frame, row in frames if row and row.status == states.APPROVED and not told.dearer(row)]
    waiting = [frame for frame, row in frames if row and row.status in states.WAITING]
    others = [frame for frame, _ in frames if frame not in ready and frame not in waiting]
    own = WhatsAppTemplate.objects.exclude(fingerprint="").select_related("campaign").order_by("-pk")
    return {
        "to_look_at": others,
        "being_read": waiting,
        "ready": ready,
        "own": [_own(row, told, now) for row in own[:OWN_AT_MOST]],
    }


def names_of_base(now: datetime) -> dict[str, str]:
    """Map each address key of a template that is not a broadcast's own to its name at Meta."""
    texts = service_messages.texts_in_use(now)
    about_the_service = {kind: service_messages.template_name(text) for kind, text in texts.items()}
    return standard_templates.NAMES | alert_templates.names(settings.ALERT_TIME_TO_LIVE) | about_the_service


class _Prices:
    """The price of one message in a template today, and whether it is dearer than what was asked for."""

    def __init__(self, now: datetime) -> None:
        self.prices: PriceList = price_list()
        self.day = day_of(now)
        self.rate: Exchange | None = self.prices.exchange(self.day)

    def of(self, category: str) -> str:
        """Write the price of one message, as Meta bills it or, before it decided, as we asked for it."""
        rate = self.prices.at(category.lower(), self.day)
        return apiece(rate.amount, self.rate) if rate and rate.amount > Decimal(0) else ""

    def dearer(self, row: WhatsAppTemplate) -> bool:
        """Tell whether WhatsApp bills a template for notices as an invitation."""
        return row.category == standard_templates.MARKETING and _asked(row) == standard_templates.UTILITY


def _asked(row: WhatsAppTemplate) -> str:
    """Meta's category that we asked for."""
    templates = standard_templates.SET_OF.get(row.name)
    return templates.category if templates else standard_templates.UTILITY


def _labels() -> dict[str, str]:
    """Address key of each template for news → its name: "Avviso", "Invito con immagine", "Allerta con PDF"."""
    labels = {}
    for key, (templates, kind) in standard_templates.KEYS.items():
        page = ", con un pulsante" if templates.has_page else ""
        labels[key] = f"{'Invito' if templates.is_invitation else 'Avviso'}{WITH[kind]}{page}"
    return labels | {key: f"Allerta{WITH[kind]}" for key, kind in alert_templates.KINDS.items()}


def _frame(
    label: str, key: str, row: WhatsAppTemplate | None, uses: int, told: _Prices, now: datetime
) -> Frame:
    status = row.status if row else template_states.MISSING
    state = template_states.state(status)
    if row is None:
        return Frame(label, "Manca", TONES[state.tone], state.advice, key=key)
    price = told.of(row.category or _asked(row))
    if row.is_usable and told.dearer(row):
        before = told.of(standard_templates.UTILITY)
        why = f"WhatsApp la tratta come un invito: {price} invece di {before}. " if price and before else ""
        advice = f"{why}Si chiede di rivederla in Gestione WhatsApp."
        return Frame(label, "Costa di più", "wait", advice, price, page=row.pk)
    if row.is_usable:
        return Frame(label, state.label, "ok", _use(row, uses), price, page=row.pk)
    advice = custom_template_panel.advice(row)
    submits = key if status in SUBMITTABLE else ""
    return Frame(label, state.label, TONES.get(state.tone, ""), advice, price, submits, row.pk)


def _use(row: WhatsAppTemplate, uses: int) -> str:
    """Tell how often a template was used, and when a message in it comes too late."""
    times = {0: "mai usata", 1: "usata una volta"}.get(uses, f"usata {uses} volte")
    if seconds := alert_templates.seconds_of(row.name):
        return f"se il telefono è spento per più di {time_to_live.in_words(seconds)} non arriva più · {times}"
    return times


def _own(row: WhatsAppTemplate, told: _Prices, now: datetime) -> Frame:
    """Tell how the template of one message stands; the message's own page says what to do."""
    campaign, state = campaign_of(row), template_states.state(row.status)
    sent = f"mandato {in_a_sentence(row.submitted_at, now)}" if row.submitted_at else "non ancora mandato"
    facts: Iterable[str] = (sent, "" if row.is_usable else custom_template_panel.advice(row))
    return Frame(
        str(campaign) if campaign else "Messaggio che non c'è più",
        state.label,
        TONES.get(state.tone, ""),
        " · ".join(filter(None, facts)),
        told.of(row.category or _asked(row)),
        page=row.pk,
        campaign=campaign,
    )
