"""The section, in an electoral period, for who authorises: declared broadcasts, and emergencies to review."""

from datetime import datetime, timedelta

from broadcasts.elections import who_may
from broadcasts.elections.who_may import AUTHORISE, REVIEW
from broadcasts.models import ElectionDeclaration
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.formatting.dates import since_in_words

from .reader import Reader

AUTHORISERS = (AUTHORISE, REVIEW)
HOUR = timedelta(hours=1)


def elections(reader: Reader) -> dict[str, object] | None:
    """List emergencies, which have a term, then declared broadcasts. The first row may have the dark button."""
    emergencies = who_may.to_review(reader.user) if reader.may(REVIEW) else []
    declared = who_may.to_authorise(reader.user) if reader.may(AUTHORISE) else []
    rows = [_emergency(one, reader.now) for one in emergencies] + [
        _declared(one, reader.now) for one in declared
    ]
    leads = not reader.may("broadcasts.launch_campaign", "broadcasts.add_campaign")
    return {"rows": rows, "count": len(rows), "leads": leads} if rows else None


def _emergency(one: ElectionDeclaration, now: datetime) -> dict[str, object]:
    due = one.review_due_at or now
    by = display_name(one.decided_by) if one.decided_by else ""
    return _row(one) | {
        "page": "admin:broadcasts_campaign_uphold",
        "label": "Riesamina",
        "told": f"emergenza autorizzata da {by}",
        "term": hours_left(due, now),
        "tone": "bad" if due <= now else "wait",
    }


def _declared(one: ElectionDeclaration, now: datetime) -> dict[str, object]:
    return _row(one) | {
        "page": "admin:broadcasts_campaign_authorise",
        "label": "Leggi e autorizza",
        "told": f"lo dichiara {display_name(one.declared_by)}: {one.get_category_display()}",
        "term": "emergenza" if one.is_emergency else since_in_words(one.declared_at, now),
        "tone": "bad" if one.is_emergency else "",
    }


def _row(one: ElectionDeclaration) -> dict[str, object]:
    return {"campaign": one.campaign, "reason": one.reason}


def hours_left(due: datetime, now: datetime) -> str:
    """Say how long there still is: "restano 23 ore", "resta meno di un'ora", "scaduto da 2 ore"."""
    hours = abs(due - now) // HOUR
    if due <= now:
        return "scaduto da poco" if hours < 1 else f"scaduto da {_hours(hours)}"
    return "resta meno di un'ora" if hours < 1 else f"rest{'a' if hours == 1 else 'ano'} {_hours(hours)}"


def _hours(hours: int) -> str:
    return "un'ora" if hours == 1 else f"{hours} ore"
