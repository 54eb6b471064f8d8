"""The sections for who keeps the service running: its copies, its keys, the next maintenance."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from broadcasts.content import service_events
from broadcasts.limits import daily_limit
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting.dates import (
    brief_day,
    day_of,
    since_in_words,
    when,
    with_article,
)
from cascina_whatsapp.security.encryption.models import KeyCheck

from .reader import Reader

ANNOUNCED = (CampaignStatus.APPROVED, CampaignStatus.SENDING, CampaignStatus.SENT)
"""The states of a broadcast about a pause that citizens have read, or will."""
KEYS = {
    KeyCheck.Purpose.DATA: "Chiave che cifra i dati",
    KeyCheck.Purpose.PSEUDONYM: "Chiave che protegge i numeri",
}


@dataclass(frozen=True)
class Dated:
    """Something with its moment, in words."""

    name: str
    moment: str


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
    expires = daily_limit.number_status().token_expires_at
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
