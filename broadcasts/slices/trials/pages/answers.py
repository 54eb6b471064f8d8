"""The answers of trials to `broadcasts.pages.hooks`."""

from functools import partial

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.urls import URLPattern

from broadcasts.launching.message import Message
from broadcasts.models import Campaign
from broadcasts.parts.addresses import address, page_of
from broadcasts.parts.panel import Panel
from broadcasts.slices.trials.asking import may_try
from cascina_whatsapp.presentation.acts import Act

from . import number_pages, trial_page

LINKS = (("own", number_pages.MINE),)


def addresses(admin: ModelAdmin) -> list[URLPattern]:
    """List the pages of a broadcast's trials."""
    return [
        address(admin, "trial", "<int:pk>/prova/", partial(trial_page.trial_page, admin)),
        address(admin, "trials", "<int:pk>/prova/stato/", partial(trial_page.trials_list, admin)),
    ]


def offers(user: User, campaign: Campaign) -> dict[str, Act]:
    """Offer a trial to who may ask for one; of a broadcast that is not stored yet, its address comes with it."""
    address = page_of(campaign, "trial") if campaign.pk else ""
    return {"trial": Act(label="Mandami una prova", address=address)} if may_try(user, campaign) else {}


def panel(message: Message, on: str) -> Panel | None:
    """Show below the form how the last trials stand."""
    return trial_page.panel_of(message.campaign, message.now) if on == "write" else None
