"""A draft that leaves during an electoral period is declared, and its approval asked, in one step."""

from copy import copy
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from broadcasts.elections import declaring
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus

from . import sending_window
from .decisions import ask_review


@transaction.atomic
def declare(*, campaign: Campaign, by: User, now: datetime, statement: declaring.Statement) -> None:
    """Declare a broadcast; of a draft, ask for its approval as well, since who wrote it has nothing else to do.

    The request comes first: declaring ends with a trace, and the trail's end stays locked after it. Raises
    declaring.CannotDeclare, CannotLaunch with what is wrong with the draft, WrongState.
    """
    periods = sending_window.periods_of(campaign, now)
    if campaign.status == CampaignStatus.DRAFT:
        ask_review(campaign=copy(campaign), by=by, now=now)
    declaring.declare(campaign=campaign, statement=statement, by=by, now=now, periods=periods)
