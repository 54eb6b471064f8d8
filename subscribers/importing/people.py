"""A list of paper forms in the words of the pages, and its people, masked, as they are held against the forms.

A number is shown in clear only to somebody else than who uploaded the list, for a reason, and never without a trace.
"""

import logging
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from cascina_whatsapp.accounts import daily_bounds
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.security.logs import scrub
from subscribers.models import ImportBatch, ImportRow
from subscribers.rules.phone import is_landline, mask

log = logging.getLogger(__name__)
Status = ImportBatch.Status
TONES: dict[str, str] = {
    Status.WAITING: "wait",
    Status.CONFIRMED: "ok",
    Status.REFUSED: "bad",
    Status.EXPIRED: "",
}
DECIDED: dict[str, tuple[str, str]] = {
    Status.CONFIRMED: ("confermato da {}", "confermati da {}"),
    Status.REFUSED: ("respinto da {}", "respinti da {}"),
    Status.EXPIRED: ("nessuno ha deciso in tempo", "nessuno ha deciso in tempo"),
}
"""What was decided of one number, and of several."""


def tell(batch: ImportBatch, *, to: User, now: datetime) -> dict[str, Any]:
    """Tell of a list: how many, who did what, and what is missing; "te" is whoever reads it."""
    is_own, end = batch.uploaded_by_id == to.pk, "o" if batch.count == 1 else "i"
    uploaded = f"caricat{end} da {_named(batch.uploaded_by, to)}"
    decided = DECIDED.get(batch.status, ("", ""))[batch.count != 1].format(_named(batch.decided_by, to))
    why = f": «{batch.refusal}»" if batch.refusal else ""
    line = f"{uploaded} {in_a_sentence(batch.uploaded_at, now)}"
    if batch.status != Status.WAITING:
        line = f"{decided} {in_a_sentence(batch.decided_at, now) if batch.decided_at else ''}".strip() + why
    elif is_own:
        line += f" · deve confrontarl{end} un collega"
    return {
        "batch": batch,
        "numbers": "un numero" if batch.count == 1 else f"{grouped(batch.count)} numeri",
        "word": batch.get_status_display(),
        "tone": TONES[batch.status],
        "line": line,
        "is_own": is_own,
        "uploaded": uploaded,
        "decided": f"{decided}{why}",
    }


def _named(user: User | None, to: User) -> str:
    if user is None:
        return "nessuno"
    return "te" if user.pk == to.pk else display_name(user)


def shown(row: ImportRow) -> dict[str, Any]:
    """Show a row without its number."""
    return {
        "pk": row.pk,
        "masked": mask(row.phone),
        "agreed_at": row.agreed_at,
        "channel": row.get_channel_display(),
        "reference": row.reference,
        "is_landline": is_landline(row.phone),
    }


@daily_bounds.bounded()
def unmask(row: ImportRow, *, by: User, reason: str, now: datetime, confirmed_at: datetime) -> str:
    """The number in E.164, after writing down who asked and why. Raises BeyondBound, MustConfirm.

    `confirmed_at`: when `by` last confirmed who they are.
    """
    about = f"persona {row.pk} dell'{row.batch}"
    details = {"reason": scrub(reason)}
    daily_bounds.take(
        daily_bounds.ROW_UNMASKING, by=by, now=now, about=about, details=details, confirmed_at=confirmed_at
    )
    log.warning("person %s of import %s: number shown to user %s", row.pk, row.batch_id, by.pk)
    return row.phone
