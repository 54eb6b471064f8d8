"""The nightly retention: every kind of data whose term is over goes, and a row tells how much of it went.

What fails doesn't stop the rest. What was interrupted goes on the next night: each rule looks at what is there.
"""

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.urls import reverse

from broadcasts.models import Unmasking
from broadcasts.privacy import retention as of_broadcasts
from cascina_whatsapp.accounts.models import AccountChange, Invitation
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.accounts.staff_notices.notifying import holders, tell
from cascina_whatsapp.security.mail import send_email
from cascina_whatsapp.security.retention_rules import Rule, deletes, older_than
from cascina_whatsapp.security.trail import retention as of_trail
from cascina_whatsapp.security.trail.models import TrailCheck
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter
from subscribers import retention as of_subscribers
from subscribers.models import Subscriber

from .models import RetentionRun, RightsRequest

log = logging.getLogger(__name__)
LATE = timedelta(hours=48)
"""The time without a retention after which somebody has to look."""
LONGEST = timedelta(hours=6)
"""A night that is not over by then was interrupted."""


def with_open_requests() -> QuerySet[Subscriber]:
    """People who have asked about their data and have no answer yet: nothing of theirs goes meanwhile."""
    requests = RightsRequest.objects.filter(status=RightsRequest.Status.OPEN)
    names = requests.exclude(pseudonym="").values("pseudonym")
    return Subscriber.objects.filter(
        Q(pk__in=requests.values("subscriber"))
        | Q(pk__in=requests.values("subscriber__merged_into"))
        | Q(phone_pseudonym__in=names)
        | Q(bsuid_pseudonym__in=names)
    )


def _closed(before: datetime) -> QuerySet[RightsRequest]:
    return RightsRequest.objects.exclude(status=RightsRequest.Status.OPEN).filter(closed_at__lt=before)


RULES = (
    of_subscribers.proof_of_people(with_open_requests()),
    of_subscribers.unconfirmed(with_open_requests()),
    *of_broadcasts.RULES,
    *of_subscribers.RULES,
    deletes(
        older_than(DeadLetter, "at"),
        key="dead-letters",
        label="Notifiche di WhatsApp da controllare",
        setting="SET_ASIDE_DAYS",
        since="dall'arrivo",
        fate="eliminate",
    ),
    deletes(
        _closed,
        key="rights-requests",
        label="Richieste sui dati già chiuse",
        setting="RIGHTS_YEARS",
        since="dalla chiusura",
        fate="eliminate",
    ),
    *of_trail.RULES,
    deletes(
        older_than(TrailCheck, "finished_at"),
        key="trail-checks",
        label="Esiti delle verifiche delle tracce",
        setting="STAFF_LOG_MONTHS",
        since="dalla verifica",
    ),
    deletes(
        older_than(LogEntry, "action_time"),
        key="staff-log",
        label="Registro di ciò che fa il personale",
        setting="STAFF_LOG_MONTHS",
        since="dall'azione",
        fate="eliminato",
    ),
    deletes(
        older_than(Unmasking, "at"),
        key="unmaskings",
        label="Chi ha visto un numero in chiaro",
        setting="STAFF_LOG_MONTHS",
        since="da quando lo ha visto",
    ),
    deletes(
        older_than(AccountChange, "asked_at"),
        key="account-changes",
        label="Cambi di account chiesti, approvati o rifiutati",
        setting="STAFF_LOG_MONTHS",
        since="dalla richiesta",
    ),
    deletes(
        older_than(Invitation, "sent_at"),
        key="invitations",
        label="Inviti mandati al personale",
        setting="STAFF_LOG_MONTHS",
        since="dall'invio",
    ),
    deletes(
        older_than(StaffNotice, "at"),
        key="staff-notices",
        label="Novità dette al personale",
        setting="STAFF_NOTICES_DAYS",
        since="da quando sono state dette",
        fate="eliminate",
    ),
    deletes(
        older_than(Session, "expire_date"),
        key="sessions",
        label="Sessioni scadute del personale",
        since="dopo la scadenza",
        fate="eliminate",
    ),
    deletes(
        older_than(RetentionRun, "started_at"),
        key="retention-runs",
        label="Resoconti di queste pulizie",
        setting="STAFF_LOG_MONTHS",
        since="dalla pulizia",
    ),
)
"""The rules, in the order of the night: who is forgotten leaves deliveries, which give up their ids next."""


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
        return line | {"count": rule.count(before) if dry else rule.apply(before, now)}
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
