"""A list of paper forms in the words of the pages: how many, from where, who uploaded it, what was decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils.text import capfirst

from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence
from cascina_whatsapp.presentation.formatting.numbers import grouped
from subscribers.models import ImportBatch

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


@dataclass(frozen=True)
class Told:
    """A list as somebody reads of it."""

    batch: ImportBatch
    numbers: str
    """How many, in words: "38 numeri"."""
    word: str
    tone: str
    line: str
    """Who did what last, and what is missing."""
    is_own: bool
    steps: list[dict[str, Any]]


def tell(batch: ImportBatch, *, to: User, now: datetime) -> Told:
    """Tell of a list; whoever uploaded it is called "te" to themselves."""
    is_own = batch.uploaded_by_id == to.pk
    return Told(
        batch=batch,
        numbers="un numero" if batch.count == 1 else f"{grouped(batch.count)} numeri",
        word=batch.get_status_display(),
        tone=TONES[batch.status],
        line=_line(batch, to, now),
        is_own=is_own,
        steps=_steps(batch, to),
    )


def _line(batch: ImportBatch, to: User, now: datetime) -> str:
    if batch.status == Status.WAITING:
        end = "o" if batch.count == 1 else "i"
        uploaded = f"caricat{end} da {_named(batch.uploaded_by, to)} {in_a_sentence(batch.uploaded_at, now)}"
        is_own = batch.uploaded_by_id == to.pk
        return f"{uploaded} · deve confrontarl{end} un collega" if is_own else uploaded
    at = f" {in_a_sentence(batch.decided_at, now)}" if batch.decided_at else ""
    why = f": «{batch.refusal}»" if batch.refusal else ""
    return f"{_decided(batch, to)}{at}{why}"


def _decided(batch: ImportBatch, to: User) -> str:
    words = DECIDED[batch.status][batch.count != 1]
    return words.format(_named(batch.decided_by, to) if batch.decided_by else "nessuno")


def _named(user: User, to: User) -> str:
    return "te" if user.pk == to.pk else display_name(user)


def _steps(batch: ImportBatch, to: User) -> list[dict[str, Any]]:
    """List what happened, the newest first."""
    end = "o" if batch.count == 1 else "i"
    steps = [{"what": f"Caricat{end} da {_named(batch.uploaded_by, to)}", "at": batch.uploaded_at}]
    if batch.decided_at:
        why = f": «{batch.refusal}»" if batch.refusal else ""
        steps.insert(0, {"what": f"{capfirst(_decided(batch, to))}{why}", "at": batch.decided_at})
    return steps
