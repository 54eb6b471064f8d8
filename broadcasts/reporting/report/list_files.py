"""Several broadcasts as rows of a table to take away: what each was, when it left and whom it reached."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from broadcasts.models import Campaign
from broadcasts.reporting.wording.recipient_breakdown import Progress
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.formatting.tables import Row

COLUMNS = (
    "Titolo",
    "Stato",
    "A chi",
    "Da inviare dal",
    "Iniziato",
    "Finito",
    "Persone",
    "Arrivati",
    "Letti",
    "Non riusciti",
    "Non mandati",
    "Autore",
    "Approvato da",
)


def rows(campaigns: Iterable[Campaign], progress: Mapping[int, Progress]) -> Iterator[Row]:
    """A row for each broadcast, under COLUMNS; what has not left has no counts. They come with their people."""
    return chain([COLUMNS], (_row(one, progress[one.pk]) for one in campaigns))


def _row(campaign: Campaign, so_far: Progress) -> tuple[Any, ...]:
    counts: tuple[int | None, ...] = (None,) * 5
    if so_far.total:
        counts = (so_far.total, so_far.arrived, so_far.read, so_far.failed, so_far.skipped)
    return (
        str(campaign),
        campaign.get_status_display(),
        campaign.to_whom,
        campaign.scheduled_for,
        campaign.started_at,
        campaign.finished_at,
        *counts,
        display_name(campaign.author),
        display_name(campaign.approved_by),
    )
