"""Declarations that wait for somebody: to be authorised, or, of an emergency, to be reviewed. Few queries for all."""

from collections.abc import Iterable

from django.contrib.auth.models import User

from broadcasts.content import authorship
from broadcasts.models import WORDS, CampaignEvent, ElectionDeclaration
from broadcasts.models.declarations import ElectionDeclarationQuerySet
from broadcasts.rules.states import CAMPAIGN_OVER

from .gate import is_about_its_text

Step = CampaignEvent.Step
Outcome = ElectionDeclaration.Outcome


def to_authorise(by: User) -> list[ElectionDeclaration]:
    """Open ones that this person may decide on, who waits longest first: not of what they wrote or declared.

    What was changed since is declared anew before anybody decides on it.
    """
    waiting = _told(ElectionDeclaration.objects.filter(outcome=Outcome.OPEN))
    waiting = waiting.exclude(declared_by=by).exclude(campaign__status__in=CAMPAIGN_OVER)
    found = list(waiting.order_by("declared_at", "pk"))
    wrote = _writers(found)
    return [one for one in found if by.pk not in wrote[one.campaign_id] and is_about_its_text(one)]


def to_review(by: User) -> list[ElectionDeclaration]:
    """Select emergencies that nobody has reviewed and this person had no part in, the oldest first."""
    unreviewed = _told(ElectionDeclaration.objects.unreviewed())
    found = list(unreviewed.exclude(decided_by=by).exclude(declared_by=by))
    wrote = _writers(found)
    return [one for one in found if by.pk not in {one.campaign.approved_by_id, *wrote[one.campaign_id]}]


def _told(declarations: ElectionDeclarationQuerySet) -> ElectionDeclarationQuerySet:
    """Join to declarations what a page tells of them."""
    words = [f"campaign__{word}" for word in WORDS]
    return declarations.select_related("declared_by", "decided_by", *words).prefetch_related(
        "campaign__topics"
    )


def _writers(declarations: Iterable[ElectionDeclaration]) -> dict[int, set[int]]:
    """Broadcast's id → the ids of who wrote it. One query."""
    steps: dict[int, list[tuple[str, int | None]]] = {one.campaign_id: [] for one in declarations}
    told = CampaignEvent.objects.filter(campaign__in=steps, what__in=[Step.EDITED, Step.REVIEW_ASKED])
    for campaign, what, by in told.values_list("campaign", "what", "by"):
        steps[campaign].append((what, by))
    return {
        one.campaign_id: authorship.who_wrote(one.campaign, steps[one.campaign_id]) for one in declarations
    }
