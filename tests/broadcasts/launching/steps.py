"""The timeline of a broadcast, as stories compare it."""

from broadcasts.models import Campaign


def steps(of: Campaign) -> list[tuple[str, str]]:
    """What happened to a broadcast, and by whom; "" for the program itself."""
    return [(event.what, event.by.username if event.by else "") for event in of.events.all()]
