"""The facts of a warning, as services that gather alerts are told them."""

from broadcasts.models import Campaign
from broadcasts.rules.cap import facts


def alert_facts(campaign: Campaign) -> facts.Facts:
    """Return what was chosen, and of the rest what the words of the message suggest."""
    return facts.read(campaign.alert, words=f"{campaign.title}\n{campaign.body}", topics=campaign.to_whom)
