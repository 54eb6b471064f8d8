"""The pages of a broadcast, and the presses of their buttons."""

from django.test import Client
from django.urls import reverse

from broadcasts.models import Campaign


def page(of: Campaign, name: str = "change") -> str:
    """The address of this page of a broadcast."""
    return reverse(f"admin:broadcasts_campaign_{name}", args=[of.pk])


def press(desk: Client, of: Campaign, button: str, **answers):
    """What follows when somebody has read the page of a button and confirms it."""
    seen = desk.get(page(of, button)).context["seen"]
    return desk.post(page(of, button), {"seen": seen, **answers}, follow=True)
