"""The nightly retention: every kind of data whose term is over goes, and a row tells how much of it went.

What fails doesn't stop the rest. What was interrupted goes on the next night: each rule looks at what is there.
"""

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from cascina_whatsapp.accounts.staff_notices.notifying import holders, tell
from cascina_whatsapp.security.mail import send_email
from cascina_whatsapp.security.retention_rules import Rule
from subscribers import retention as of_subscribers

from .models import RetentionRun
from .retention_table import RULES, with_open_requests

log = logging.getLogger(__name__)
LATE = timedelta(hours=48)
"""The time without a retention after which somebody has to look."""
LONGEST = timedelta(hours=6)
"""A night that is not over by then was interrupted."""


def run(now: datetime, *, dry: bool = False, rules: Iterable[Rule] = RULES) -> RetentionRun:
    """Let go of everything whose term is over. A dry run only counts, and leaves no row behind either."""
    began, night = time.monotonic(), RetentionRun(started_at=now, is_dry=dry)
    for rule in rules:
        night.lines.append(_line(rule, now, dry))
        if not dry:
            night.save()  # line by line: an interrupted night shows how far it came
    night.finished_at = now + timedelta(seconds=time.monotonic() - began)
    night.problem = _problem(night.lines)
    if not dry:
        night.save()
        _report(night)
    return night


def forget_unconfirmed(now: datetime) -> int:
    """People who wanted to join and never confirmed it, as soon as their time is over; return how many."""
    return of_subscribers.forget_unconfirmed(now, with_open_requests())


def _line(rule: Rule, now: datetime, dry: bool) -> dict[str, Any]:
    before = rule.term.before(now)
    line = {"key": rule.key, "label": rule.label, "term": str(rule.term), "days": (now - before).days}
    try:
        return line | {"count": rule.rows(before).count() if dry else rule.apply(before, now)}
    except Exception as problem:  # noqa: BLE001 - whatever it is, the other kinds of data must still go
        # Its words may quote a row: the class is enough to find it in.
        log.error("retention: %s failed with %s", rule.key, type(problem).__name__)
        return line | {"count": 0, "error": type(problem).__name__}


def _problem(lines: list[dict[str, Any]]) -> str:
    failed = [line["label"] for line in lines if "error" in line]
    return f"Non riuscite {len(failed)} su {len(lines)}: {'; '.join(failed)}."[:200] if failed else ""


def _report(night: RetentionRun) -> None:
    went = " ".join(f"{line['key']}={line['count']}" for line in night.lines if line["count"])
    log.info("retention %s: %s", night.pk, went or "nothing was due")
    if night.problem:
        tell(
            holders("privacy.view_retentionrun"),
            subject="La pulizia dei dati non è riuscita",
            sentence=f"{night.problem} La prossima notte il servizio riprova da solo.",
            page=reverse("admin:privacy_retentionrun_change", args=[night.pk]),
            by_email=False,
        )
        send_email(
            settings.ALERT_EMAILS,
            "la pulizia dei dati non è riuscita",
            f"{night.problem}\n\nIl resto è stato fatto. La prossima notte il servizio riprova da solo; se l'errore "
            f"si ripete, guarda nei log del servizio e nella pagina «Pulizie dei dati», numero {night.pk}.",
        )


def notice(now: datetime) -> str:
    """Say in Italian when retention needs a person; "" while all is well."""
    last = RetentionRun.objects.filter(is_dry=False).first()
    if last is None:
        return "La pulizia notturna dei dati non è ancora mai stata fatta."
    if last.started_at < now - LATE:
        return f"La pulizia notturna dei dati non si fa da {(now - last.started_at).days} giorni."
    if last.finished_at is None and last.started_at < now - LONGEST:
        return "L'ultima pulizia dei dati si è interrotta a metà: la prossima notte riprende da sola."
    if last.problem:
        return f"L'ultima pulizia dei dati non è riuscita del tutto. {last.problem}"
    return ""
