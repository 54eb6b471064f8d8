"""The sections for who keeps the service running: how the plant is, its copies, its keys, the next maintenance."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from broadcasts.content import service_events
from broadcasts.models import Campaign, Delivery
from broadcasts.rules import number_states
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from cascina_whatsapp.operations.doctor.kept_checks import GIGABYTE, SCARCE
from cascina_whatsapp.operations.doctor.machine_checks import POSTS_WAIT_AT_MOST
from cascina_whatsapp.operations.doctor.machine_facts import COUNTED_AT_MOST
from cascina_whatsapp.operations.health import folders
from cascina_whatsapp.presentation.components import TONES
from cascina_whatsapp.presentation.formatting.dates import (
    brief_day,
    day_of,
    in_a_sentence,
    since_in_words,
    when,
    with_article,
)
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.security.encryption.models import KeyCheck
from cascina_whatsapp.whatsapp.webhook import liveness
from cascina_whatsapp.whatsapp.webhook.models import Heartbeat, WebhookPost

from .reader import Reader

ANNOUNCED = (CampaignStatus.APPROVED, CampaignStatus.SENDING, CampaignStatus.SENT)
"""The states of a broadcast about a pause that citizens have read, or will."""
KEYS = {
    KeyCheck.Purpose.DATA: "Chiave che cifra i dati",
    KeyCheck.Purpose.PSEUDONYM: "Chiave che protegge i numeri",
}


@dataclass(frozen=True)
class Part:
    """One part of the plant, and how it is."""

    name: str
    detail: str
    word: str
    tone: str = ""
    """The class of a state; "" for a mere figure."""


@dataclass(frozen=True)
class Dated:
    """Something with its moment, in words."""

    name: str
    moment: str


def plant(reader: Reader) -> list[Part]:
    """Describe how the plant is, part by part; each is looked at, none measured for long."""
    beats = dict(Heartbeat.objects.values_list("name", "at"))
    return [
        _queue(),
        _answers(beats.get(liveness.WEBHOOK), reader.now),
        _number(reader),
        _work(beats.get(liveness.TICK), reader.now),
        _disk(),
    ]


def _queue() -> Part:
    queued = Delivery.objects.filter(status=DeliveryStatus.QUEUED)[:COUNTED_AT_MOST].count()
    told = f"{grouped(queued)} o più" if queued == COUNTED_AT_MOST else grouped(queued)
    return Part("Messaggi in attesa di partire", "", told)


def _answers(heard: datetime | None, now: datetime) -> Part:
    """Tell whether what WhatsApp told us is being read: whoever writes waits for an answer."""
    oldest = WebhookPost.objects.order_by("pk").values_list("received_at", flat=True).first()
    detail = f"WhatsApp ha scritto {in_a_sentence(heard, now)}" if heard else "WhatsApp non ha ancora scritto"
    if oldest is None or now - oldest <= POSTS_WAIT_AT_MOST:
        return Part("Risposte ai cittadini", detail, "In orario", "ok")
    return Part("Risposte ai cittadini", f"aspettano {since_in_words(oldest, now)}", "In ritardo", "bad")


def _number(reader: Reader) -> Part:
    row = reader.number
    quality = number_states.condition(number_states.QUALITY, row.quality).label
    used = grouped(sum(count for _, count in reader.leaving))
    if row.daily_limit is not None:
        people = f"{used} persone di {grouped(row.daily_limit)} nelle ultime 24 ore"
    else:
        people = "quante persone al giorno: " + ("senza limite" if row.tier else "non si sa ancora")
    link = number_states.condition(number_states.LINK, row.status)
    tone = TONES[link.tone].removeprefix("state").strip()
    return Part("Numero di WhatsApp", f"qualità {quality} · {people}", link.label.capitalize(), tone)


def _work(tick: datetime | None, now: datetime) -> Part:
    if liveness.is_recent(tick, now):
        return Part("Lavoro del programma", f"ultimo giro {when(tick or now, now)}", "In orario", "ok")
    since = f"ultimo giro {when(tick, now)}" if tick else "non è mai partito"
    return Part("Lavoro del programma", f"{since}: si riavviano i processi worker e beat", "Fermo", "bad")


def _disk() -> Part:
    least = min(folders(), key=lambda folder: folder.free)
    detail = f"{_gigabytes(least.free)} GB liberi su {_gigabytes(least.total)} GB"
    return Part("Spazio sul disco", detail, *(("Poco", "wait") if least.free < SCARCE else ("Basta", "ok")))


def _gigabytes(size: int) -> str:
    return f"{size / GIGABYTE:.1f}".replace(".", ",") if size < 10 * GIGABYTE else grouped(size // GIGABYTE)


def copies(reader: Reader) -> list[Dated]:
    """Tell when the last copy was made, and when somebody tried to restore one."""
    last = reader.backup
    restored = last.restored_at if last else None
    return [
        Dated("Ultima copia", when(last.at, reader.now) if last else "mai"),
        Dated("Ultima prova di ripristino", when(restored, reader.now) if restored else "mai"),
    ]


def keys(reader: Reader) -> list[Dated]:
    """Tell until when the key to WhatsApp holds, and since when those of the data are in use."""
    expires = reader.number.token_expires_at
    used = dict(KeyCheck.objects.order_by("first_used_at").values_list("purpose", "first_used_at"))
    until = f"fino {with_article(brief_day(expires, reader.now), 'al')}" if expires else ""
    rows = [Dated("Chiave di accesso a WhatsApp", until)] if until else []
    return rows + [
        Dated(name, f"in uso {since_in_words(used[purpose], reader.now)}")
        for purpose, name in KEYS.items()
        if purpose in used
    ]


def maintenance(reader: Reader) -> dict[str, Any]:
    """Tell the next days on which the service pauses, as subscribers were told; none where nothing is announced."""
    told = Campaign.objects.filter(purpose=Campaign.Purpose.PAUSED, status__in=ANNOUNCED)
    today = day_of(reader.now)
    spans = sorted(
        (days["dal"], days.get("al"))
        for pause in told.select_related("service__wording")
        if "dal" in (days := service_events.days(pause)) and not service_events.is_over(pause, today)
    )
    return {"words": _span(*spans[0], reader.now) if spans else ""}


def _span(first: date, last: date | None, now: datetime) -> str:
    begins = brief_day(first, now)
    if last is None or last - first < timedelta(days=1):
        return begins
    return f"{with_article(begins, 'dal')} {with_article(brief_day(last, now), 'al')}"
