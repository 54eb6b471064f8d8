# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A published message was corrected or withdrawn: its outlets are to say so, too."""

from broadcasts.models import Campaign, Publication, PublicationQuerySet
from broadcasts.rules.states import PublicationStatus

from . import notifications
from .outlet import Outlet
from .registry import chosen

REPLACED = "Corretto o ritirato prima che uscisse."


def amend(campaign: Campaign, *, title: str, body: str, reason: str, is_withdrawal: bool) -> None:
    """Write a revision for each outlet that has to tell it, in the caller's transaction, which holds the row.

    What had not come out yet comes out as it is now; of what was withdrawn before it came out nothing does.
    """
    words = {"title": title, "body": body, "reason": reason, "is_withdrawal": is_withdrawal}
    for outlet in chosen(campaign):
        if outlet.tells_revisions:
            _amend(campaign.publications.filter(outlet=outlet.key), campaign, outlet, words)


def _amend(rows: PublicationQuerySet, campaign: Campaign, outlet: Outlet, words: dict[str, object]) -> None:
    last = rows.order_by("revision").last()
    if last is None or not rows.exclude(status=PublicationStatus.SKIPPED).exists():
        return  # it began before there was such an outlet, or never came out there and never will
    rows.move(PublicationStatus.SKIPPED, reason=REPLACED)
    if words["is_withdrawal"] and not rows.out().exists():
        return
    Publication.objects.create(campaign=campaign, outlet=outlet.key, revision=last.revision + 1, words=words)
    if outlet.is_by_hand:
        notifications.to_publish_by_hand(campaign, outlet)
