"""The page of our number, made once: how it stands at WhatsApp, and what a warning that holds means."""

from datetime import datetime
from typing import Any

from broadcasts.models import AccountNotice, NumberStatus
from broadcasts.reporting import daily_limit
from broadcasts.rules import failure_reasons
from broadcasts.rules.account import account_warnings, number_states
from broadcasts.rules.account.number_states import Condition, condition
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence, on_day, since, when
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.whatsapp.chat_link import chat_link

TONES = {"ok": "ok", "warn": "wait", "err": "bad", "busy": "wait"}
"""Tone of a badge → the class of a state."""
HISTORY = 50
"""The notices of WhatsApp that the page tells, the newest ones."""


def number_page(now: datetime) -> dict[str, Any]:
    """The page as things stand. A handful of queries.

    Each line tells what it is, how it is in a word with its tone, and more about it; `row`: the number of the notice.
    """
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
    return {
        "called": called(number),
        "state": _state(number, key, link, quality, notice, now),
        "facts": [
            {
                "what": "Quante persone al giorno",
                "word": limit_in_words(number),
                "about": f"{grouped(used)} nelle ultime 24 ore",
            },
            {"what": "Quanto in fretta", "word": speed.label},
            {
                "what": "Chi lo vede",
                "word": number.verified_name or "non si sa ancora",
                "about": f"nome {named.label}",
            },
        ],
        "remarks": [
            {
                "title": title,
                "advice": found.advice,
                "tone": TONES[found.tone],
            }
            for title, found in (
                (f"La chiave di accesso {'' if key.label.startswith('scade') else 'è '}{key.label}", key),
                (f"Il numero è {link.label}", link),
                (f"La qualità è {quality.label}", quality),
                (f"Quante persone al giorno: {limit.label}", limit),
                (f"Il nome è {named.label}", named),
                (f"La velocità è {speed.label}", speed),
            )
            if found.advice and found.tone in ("warn", "err")
        ],
        "account": [
            _line("Chiave di accesso", key) | {"about": _key_in_words(number, now)},
            _line("Collegamento", link),
            _line("Qualità", quality),
            {
                "what": "Richiami di WhatsApp",
                "word": "Uno in corso" if notice else "Nessuno",
                "tone": "bad" if notice else "ok",
                "about": "se manda un richiamo, gli inviti si fermano da soli e le allerte continuano",
            },
        ],
        "history": [
            {"what": told, "word": when(told.at, now), "about": told.in_meta_s_words, "row": told.pk}
            for told in AccountNotice.objects.order_by("-at", "-pk")[:HISTORY]
        ],
        "read": when(number.checked_at, now) if number.checked_at else "",
        "write_to": chat_link(number.display_number, "Iscrizione"),
        "name": number.verified_name,
        "warned": notice,
        "told": account_warnings.told(notice.field, notice.details, notice.until) if notice else None,
        "needs_key": key.tone in ("warn", "err"),
    }


def _line(what: str, found: Condition) -> dict[str, str]:
    return {"what": what, "word": found.label.capitalize(), "tone": TONES.get(found.tone, "")}


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
) -> dict[str, str]:
    """Tell the state of the number in a sentence: the worst thing first."""
    if notice:
        return {"word": "Richiamo di WhatsApp", "tone": "bad", "about": since(notice.at, now)}
    if key.tone == "err":
        nothing = "finché non si cambia non parte e non arriva niente"
        return {"word": f"Chiave di accesso {key.label}", "tone": "bad", "about": nothing}
    if not number.checked_at and not number.status:
        return {"word": "Non ancora letto da WhatsApp", "about": "si aggiorna da solo ogni dieci minuti"}
    read = f", letto {in_a_sentence(number.checked_at, now)}" if number.checked_at else ""
    return _line("", link) | {"about": f"qualità {quality.label}{read}"}


def _key_in_words(number: NumberStatus, now: datetime) -> str:
    """Write until when our access key is valid, and when WhatsApp took it last."""
    if number.token_expires_at:
        words = f"scade {on_day(number.token_expires_at, now)}"
    else:
        words = "senza scadenza" if number.token_read_at else "scadenza non ancora letta"
    return f"{words}, accettata {in_a_sentence(number.accepted_at, now)}" if number.accepted_at else words
