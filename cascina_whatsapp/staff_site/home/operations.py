"""The sections for those who watch over the register and the accounts."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from cascina_whatsapp.accounts import people
from cascina_whatsapp.privacy import retention
from cascina_whatsapp.settings import weaknesses
from cascina_whatsapp.staff_site.alerts import MAY_ACT
from subscribers.register import history, sealing

from .reader import Reader

ACTING = MAY_ACT
"""The rights of who is told that everything works, since they could do something if it did not."""
WATCHING = ("privacy.view_retentionrun",)
"""The right of who watches over the data: reads of the nights' work and of settings that weaken the service."""
REGISTER = ("subscribers.view_registercheck",)


def register(reader: Reader) -> dict[str, Any]:
    """Collect whether the register's chain holds, and what of the nights' work needs a person."""
    return {
        "chain": history.chain_state(reader.now),
        "seals": sealing.notice(reader.now) if reader.may("subscribers.view_seal") else "",
        "retention": retention.notice(reader.now) if (watches := reader.may(*WATCHING)) else "",
        "weaknesses": [
            weak.sentence for weak in weaknesses.found(settings) if watches and weak.concerns_people
        ],
    }


def powers(reader: Reader) -> list[tuple[User, str]]:
    """Accounts with more powers than a page can give."""
    return list(people.powers())
