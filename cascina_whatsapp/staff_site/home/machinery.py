"""The sections for who keeps the service running or watches over it: copies, keys, maintenance, register, figures."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from broadcasts.content.service import service_events
from broadcasts.models import Campaign
from broadcasts.reporting import daily_limit
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.accounts.people import powers as powers_beyond_pages
from cascina_whatsapp.presentation.formatting.dates import (
    brief_day,
    day_of,
    from_to,
    since_in_words,
    when,
    with_article,
)
from cascina_whatsapp.privacy import reminding, retention
from cascina_whatsapp.security.encryption.models import KeyCheck
from cascina_whatsapp.settings import weaknesses
from cascina_whatsapp.staff_site.alerts import MAY_ACT
from subscribers.register import history, sealing
from subscribers.statistics import people_in, trend_until

from .reader import Reader

ANNOUNCED = (CampaignStatus.APPROVED, CampaignStatus.SENDING, CampaignStatus.SENT)
"""The states of a broadcast about a pause that citizens have read, or will."""
KEYS = {
    KeyCheck.Purpose.DATA: "Chiave che cifra i dati",
    KeyCheck.Purpose.PSEUDONYM: "Chiave che protegge i numeri",
}
ACTING = MAY_ACT
"""The rights of who is told that everything works, since they could do something if it did not."""
WATCHING = ("privacy.view_retentionrun",)
"""The right of who watches over the data: reads of the nights' work and of settings that weaken the service."""
REGISTER = ("subscribers.view_registercheck",)


def copies(reader: Reader) -> list[tuple[str, str]]:
    """Tell when the last copy was made, and when somebody tried to restore one."""
    last = reader.backup
    restored = last.restored_at if last else None
    return [
        ("Ultima copia", when(last.at, reader.now) if last else "mai"),
        ("Ultima prova di ripristino", when(restored, reader.now) if restored else "mai"),
    ]


def keys(reader: Reader) -> list[tuple[str, str]]:
    """Tell until when the key to WhatsApp holds, and since when those of the data are in use."""
    expires = daily_limit.number_status().token_expires_at
    used = dict(KeyCheck.objects.order_by("first_used_at").values_list("purpose", "first_used_at"))
    until = f"fino {with_article(brief_day(expires, reader.now), 'al')}" if expires else ""
    rows = [("Chiave di accesso a WhatsApp", until)] if until else []
    return rows + [
        (name, f"in uso {since_in_words(used[purpose], reader.now)}")
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
    return from_to(begins, brief_day(last, now)) if last and last > first else begins


def register(reader: Reader) -> dict[str, Any]:
    """Collect whether the register's chain holds, and what of the nights' work needs a person."""
    return {
        "chain": history.chain_state(reader.now),
        "seals": sealing.notice(reader.now) if reader.may("subscribers.view_seal") else "",
        "retention": retention.notice(reader.now) if (watches := reader.may(*WATCHING)) else "",
        "weaknesses": [
            weak.sentence for weak in weaknesses.found(settings) if watches and weak.concerns_people
        ],
    }


def requests(reader: Reader) -> dict[str, Any] | None:
    """Requests about data that are open, the most urgent first, each with its tone; and how many they are."""
    found = reminding.open_requests(reader.now)
    rows = [(one, tone) for number, (one, tone) in enumerate(found) if tone or number < reminding.SHOWN]
    return {"rows": rows, "count": len(found)} if found else None


def powers(reader: Reader) -> list[tuple[User, str]]:
    """Accounts with more powers than a page can give."""
    return list(powers_beyond_pages())


def people(reader: Reader) -> dict[str, Any]:
    """Count the people who are subscribed, and how that changed."""
    return people_in(trend_until(reader.now))
