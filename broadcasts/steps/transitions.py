"""A step of a broadcast from one state to another, and the event that its timeline keeps of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils.module_loading import import_string

from broadcasts.content import validation
from broadcasts.models import Campaign, CampaignEvent, has_its_words
from broadcasts.rules.states import CampaignStatus

from . import notifications

NOTE_LENGTH = 300
"""Characters of what is said beside a step."""
TOWARDS_CITIZENS = (CampaignStatus.IN_REVIEW, CampaignStatus.APPROVED, CampaignStatus.SENDING)
"""Steps that a broadcast takes only with the texts that its purpose needs."""


class WrongState(Exception):
    """The error that a broadcast's present state does not allow a step. The message is for staff."""


class CannotLaunch(Exception):
    """The broadcast can't leave as it is; `problems` says what to mend, field by field, in Italian."""

    def __init__(self, problems: list[validation.Problem]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


def hold(campaigns: Iterable[int]) -> dict[int, CampaignStatus]:
    """Lock the rows of these broadcasts, upwards by number, until the transaction is over; return their states.

    Before any of their messages (docs/decisions/0051): what is then read of these, nobody moves out of it meanwhile.
    """
    rows = Campaign.objects.filter(pk__in=list(campaigns)).order_by("pk")
    states = rows.select_for_update(no_key=True).values_list("pk", "status")
    return {number: CampaignStatus(status) for number, status in states}


def move(
    campaign: Campaign,
    to: CampaignStatus,
    *,
    before: Iterable[CampaignStatus] = CampaignStatus,
    **fields: Any,
) -> None:
    """Advance the broadcast from one of the states `before`, and set these fields. Raises WrongState."""
    waiting = Campaign.objects.filter(pk=campaign.pk, status__in=list(before))
    if to in TOWARDS_CITIZENS:
        waiting = waiting.filter(has_its_words())
    moved = waiting.move(to, **fields)
    campaign.refresh_from_db()
    if not moved:
        raise WrongState(f"Non si può fare: il messaggio è nello stato «{campaign.get_status_display()}».")


def record_event(
    campaign: Campaign,
    what: CampaignEvent.Step,
    by: User | None,
    now: datetime,
    note: str = "",
    **details: Any,
) -> None:
    """Write down who did what, and what follows (`hooks.ON_STEP`); `by` is None where the system did.

    `details` are further fields of the event. What colleagues were asked to do until then, they are asked no more.
    """
    CampaignEvent.objects.create(
        campaign=campaign, what=what, by=by, at=now, note=note[:NOTE_LENGTH], **details
    )
    notifications.end_what_waited(campaign, what, by, now)
    for follow in import_string("broadcasts.hooks.ON_STEP"):  # by its name: slices write their own steps here
        follow(campaign, what, by, now)
