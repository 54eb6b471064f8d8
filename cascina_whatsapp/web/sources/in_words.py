"""The results of reading a source, as who administers reads them."""

from datetime import datetime, timedelta

from .models import Source

RECENT = timedelta(days=30)
FIRST_READ = (
    "Letta per la prima volta: quello che c'era resta dov'è. Da allora ogni novità diventa una bozza."
)
NOTHING_NEW = "Niente di nuovo."
READING = "Si sta leggendo: ci vuole un minuto al massimo. Ricarica la pagina per vedere com'è andata."
SOON = "Non ancora letta: succede entro un minuto."


def standing(source: Source) -> tuple[str, str]:
    """Say how a source stands in two words, with the tone of the badge."""
    if not source.is_active:
        return "In pausa", "quiet"
    if source.offered:
        return "Da scegliere", "warn"
    if source.problem:
        return "Non si legge", "err"
    return ("Si legge", "ok") if source.first_read_at else ("Da leggere", "busy")


def outcome(source: Source) -> str:
    """Say in Italian what the last reading brought; "" where it went wrong, is not over, or there was none."""
    if source.problem or source.asked_at or not source.first_read_at or not source.last_read_at:
        return ""
    if source.first_read_at == source.last_read_at:
        return FIRST_READ
    made = source.seen.filter(is_proposed=True, seen_at=source.last_read_at).count()
    if not made:
        return NOTHING_NEW
    if made == 1:
        return "1 bozza nuova. Chi scrive la trova in Inizio."
    return f"{made} bozze nuove. Chi scrive le trova in Inizio."


def waiting(source: Source) -> str:
    """Say in Italian how much was too much for one reading; "" for nothing."""
    if not source.waiting:
        return ""
    return "1, alla prossima lettura" if source.waiting == 1 else f"{source.waiting}, alle prossime letture"


def drafts_of_late(source: Source, now: datetime) -> int:
    """Count the drafts that came from a source in thirty days, whatever became of them."""
    return source.seen.filter(is_proposed=True, seen_at__gt=now - RECENT).count()
