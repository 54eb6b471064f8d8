"""The writers of a broadcast: its author, and everybody who has changed it."""

from collections.abc import Iterable

from broadcasts.models import Campaign, CampaignEvent

Step = CampaignEvent.Step


def writers(campaign: Campaign) -> set[int]:
    """The ids of the people who wrote part of it.

    A proposal of the program has no author: the person who asked for its approval stands for one.
    """
    return who_wrote(campaign, ((step.what, step.by_id) for step in campaign.events.all()))


def who_wrote(campaign: Campaign, steps: Iterable[tuple[str, int | None]]) -> set[int]:
    """Tell who wrote a broadcast by steps that are known: what, and by whom."""
    counted = [Step.EDITED] if campaign.author_id else [Step.EDITED, Step.REVIEW_ASKED]
    return {pk for pk in (campaign.author_id, *(by for what, by in steps if what in counted)) if pk}
