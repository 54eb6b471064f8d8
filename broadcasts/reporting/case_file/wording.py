"""The words that citizens read of a broadcast, as it is and as it was declared; about the service, a text's."""

from collections.abc import Iterable
from copy import copy

from broadcasts.content import service_messages
from broadcasts.models import Campaign, ElectionDeclaration
from subscribers.models import ServiceText

READER = "(il giorno in cui chi legge si è iscritto)"
"""The words in place of what a message says to each person alone."""
Texts = dict[tuple[str, int], ServiceText]


def read_of(campaign: Campaign) -> str:
    """Return what citizens read of a broadcast, as it is now."""
    return service_messages.words(campaign, READER) if campaign.is_service else campaign.body


def texts_of(campaigns: Iterable[Campaign]) -> Texts:
    """The versions of the texts that were declared of these broadcasts, by key and version; one query at most."""
    rows = [one.content for campaign in campaigns for one in campaign.declarations.all()]
    keys = {row[name][0] for row in rows for name in ("wording", "notice") if name in row}
    found = ServiceText.objects.filter(key__in=keys) if keys else []
    return {(text.key, text.version): text for text in found}


def declared_of(one: ElectionDeclaration, campaign: Campaign, texts: Texts) -> str:
    """Return what citizens read of a broadcast as it was declared: body, texts and details may have changed since."""
    body = str(one.content.get("body", ""))
    if "wording" not in one.content:
        return body
    as_declared, service = copy(campaign), copy(campaign.service)
    service.details = one.content.get("details", service.details)
    for name in ("wording", "notice"):
        if name in one.content:
            setattr(service, name, texts[tuple(one.content[name][:2])])
    as_declared.body, as_declared.service = body, service
    return service_messages.words(as_declared, READER)
