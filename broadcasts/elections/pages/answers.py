"""The answers of elections to what the pages ask (`broadcasts.pages.hooks`)."""

from datetime import datetime

from django.contrib.auth.models import User

from broadcasts.elections import gate
from broadcasts.models import Campaign


def why_not_resent(campaign: Campaign, by: User, now: datetime) -> str:
    """Say in Italian that a period keeps a message from leaving again, and what to do; "" where none does."""
    closed = gate.why_held(campaign, by, now)
    return closed and f"{closed} Se serve davvero, scrivi un messaggio nuovo e dichiaralo."
