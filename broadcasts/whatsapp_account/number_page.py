"""The page of our number, made once: how it stands at WhatsApp, and what a warning that holds means."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from broadcasts.limits import daily_limit
from broadcasts.models import AccountNotice, NumberStatus
from broadcasts.rules import account_warnings, failure_reasons, number_states
from broadcasts.rules.number_states import Condition, condition
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence, on_day, since, when
from cascina_whatsapp.presentation.formatting.numbers import grouped

TONES = {"ok": "ok", "warn": "wait", "err": "bad", "busy": "wait"}
"""Tone of a badge → the class of a state."""
HISTORY = 50
"""The notices of WhatsApp that the page tells, the newest ones."""


@dataclass(frozen=True)
class Row:
    """One line: what it is, how it is in a word with its tone, and more about it."""

    what: str
    word: str
    tone: str = ""
    about: str = ""
    row: int | None = None
    """The number of the notice that it tells of."""


def number_page(now: datetime) -> dict[str, Any]:
    """The page as things stand. A handful of queries."""
    number = daily_limit.number_status()
    refusal = f"{failure_reasons.sentence(number.refusal_code)}. {number_states.REFUSED}"
    key = number_states.token(number.token, refusal=refusal, now=now)
    used = daily_limit.used(now)
    limit = number_states.daily_limit(number.daily_limit, used, is_known=bool(number.tier))
    quality = condition(number_states.QUALITY, number.quality)
    named = condition(number_states.NAME, number.name_status)
    link = condition(number_states.LINK, number.status)
    speed = condition(number_states.THROUGHPUT, number.throughput)
    notice = AccountNotice.objects.warning(now).first()
    digits = re.sub(r"\D", "", number.display_number)
    return {
        "called": called(number),
        "state": _state(number, key, link, quality, notice, now),
        "facts": [
            Row(
                "Quante persone al giorno",
                limit_in_words(number),
                about=f"{grouped(used)} nelle ultime 24 ore",
            ),
            Row("Quanto in fretta", speed.label),
            Row("Chi lo vede", number.verified_name or "non si sa ancora", about=f"nome {named.label}"),
        ],
        "remarks": [
            {
                "title": title,
                "advice": found.advice,
                "tone": TONES[found.tone],
            }
            for title, found in (
                (f"La chiave di accesso {_verb(key)}", key),
                (f"Il numero è {link.label}", link),
                (f"La qualità è {quality.label}", quality),
                (f"Quante persone al giorno: {limit.label}", limit),
                (f"Il nome è {named.label}", named),
                (f"La velocità è {speed.label}", speed),
            )
            if found.advice and found.tone in ("warn", "err")
        ],
        "account": [
            Row(
                "Chiave di accesso",
                key.label.capitalize(),
                TONES.get(key.tone, ""),
                _key_in_words(number, now),
            ),
            Row("Collegamento", link.label.capitalize(), TONES.get(link.tone, "")),
            Row("Qualità", quality.label.capitalize(), TONES.get(quality.tone, "")),
            _warnings(notice),
        ],
        "history": [
            Row(str(told), when(told.at, now), about=told.in_meta_s_words, row=told.pk)
            for told in AccountNotice.objects.order_by("-at", "-pk")[:HISTORY]
        ],
        "read": when(number.checked_at, now) if number.checked_at else "",
        "write_to": f"https://wa.me/{digits}?text=Iscrizione" if digits else "",
        "name": number.verified_name,
        "warned": notice,
        "told": account_warnings.told(notice.field, notice.details, notice.until) if notice else None,
        "needs_key": key.tone in ("warn", "err"),
    }


def called(number: NumberStatus) -> str:
    """Write our number as people here do, without the country: "335 385843"."""
    return number.display_number.removeprefix("+39").strip() or "Il numero"


def limit_in_words(number: NumberStatus) -> str:
    """Write in Italian how many people the number may write to in a day: "fino a 2.000"."""
    if number.daily_limit is not None:
        return f"fino a {grouped(number.daily_limit)}"
    return "senza limite" if number.tier else "non si sa ancora"


def _state(
    number: NumberStatus,
    key: Condition,
    link: Condition,
    quality: Condition,
    notice: AccountNotice | None,
    now: datetime,
) -> Row:
    """Tell the state of the number in a sentence: the worst thing first."""
    if notice:
        return Row("", "Richiamo di WhatsApp", "bad", since(notice.at, now))
    if key.tone == "err":
        return Row(
            "", f"Chiave di accesso {key.label}", "bad", "finché non si cambia non parte e non arriva niente"
        )
    if not number.checked_at and not number.status:
        return Row("", "Non ancora letto da WhatsApp", "", "si aggiorna da solo ogni dieci minuti")
    read = f", letto {in_a_sentence(number.checked_at, now)}" if number.checked_at else ""
    return Row("", link.label.capitalize(), TONES.get(link.tone, ""), f"qualità {quality.label}{read}")


def _verb(key: Condition) -> str:
    return key.label if key.label.startswith("scade") else f"è {key.label}"


def _key_in_words(number: NumberStatus, now: datetime) -> str:
    """Write until when our access key is valid, and when WhatsApp took it last."""
    if number.token_expires_at:
        words = f"scade {on_day(number.token_expires_at, now)}"
    else:
        words = "senza scadenza" if number.token_read_at else "scadenza non ancora letta"
    return f"{words}, accettata {in_a_sentence(number.accepted_at, now)}" if number.accepted_at else words


def _warnings(notice: AccountNotice | None) -> Row:
    meanwhile = "se manda un richiamo, gli inviti si fermano da soli e le allerte continuano"
    return Row(
        "Richiami di WhatsApp", "Uno in corso" if notice else "Nessuno", "bad" if notice else "ok", meanwhile
    )
